import { errno, success } from '../../answer.ts';
import type { Command } from '../../command.ts';
import { rules } from '../../rules.ts';
import { admitOnly } from '../../conform.ts';
import { hasFree } from '../../rows.ts';

export interface Thread extends Command {
  readonly kind: 'thread';
  readonly process: number;
  readonly child: number;
}

export const thread = rules<Thread>({
  kind: 'thread',
  says: 'clone with CLONE_THREAD, CLONE_VM, CLONE_FILES and CLONE_SIGHAND (pthread_create): one more thread of the process, with the same mm and the same descriptor table',
  fields: { process: { uses: 'process' }, child: { makes: 'process' } },
  in: (world) => world.threads === true,
  possible: (s, c) =>
    s.world.threads === true && s.process(c.process) !== undefined && hasFree(s.processes),
  typical: () => success,
  judge: (_s, _c, a) => admitOnly('thread', a, 'OK'),
  next(s, c, a) {
    if (a.errno === errno.OK) s.newThread(c.child, s.process(c.process)!);
  },
  draw: { weight: 4 },
});
