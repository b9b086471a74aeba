import { errno, success } from '../../answer.ts';
import type { Command } from '../../command.ts';
import { rules } from '../../rules.ts';
import { admitOnly } from '../../conform.ts';
import { hasFree } from '../../rows.ts';

export interface Clone extends Command {
  readonly kind: 'clone';
  readonly process: number;
  readonly child: number;
}

export const clone = rules<Clone>({
  kind: 'clone',
  says: 'clone with CLONE_VM, without CLONE_FILES: the child runs in the same mm and has its own descriptor of every open file',
  fields: { process: { uses: 'process' }, child: { makes: 'process' } },
  possible: (s, c) => s.process(c.process) !== undefined && hasFree(s.processes),
  typical: () => success,
  judge: (_s, _c, a) => admitOnly('clone', a, 'OK'),
  next(s, c, a) {
    if (a.errno !== errno.OK) return;
    const parent = s.process(c.process)!;
    s.newProcess(c.child, parent.mm, parent);
  },
  draw: { weight: 4 },
});
