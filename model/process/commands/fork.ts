import { errno, success } from '../../answer.ts';
import type { Command } from '../../command.ts';
import { rules } from '../../rules.ts';
import { admitOnly } from '../../conform.ts';
import { hasFree } from '../../rows.ts';

export interface Fork extends Command {
  readonly kind: 'fork';
  readonly process: number;
  readonly child: number;
}

export const fork = rules<Fork>({
  kind: 'fork',
  says: 'fork: the child has a new mm and every open file, but no mapping of a queue (VM_DONTCOPY) and no bond',
  fields: { process: { uses: 'process' }, child: { makes: 'process' } },
  possible: (s, c) => s.process(c.process) !== undefined && hasFree(s.processes),
  typical: () => success,
  judge: (_s, _c, a) => admitOnly('fork', a, 'OK'),
  next(s, c, a) {
    if (a.errno === errno.OK) s.newProcess(c.child, s.newMm(), s.process(c.process)!);
  },
  overlap: { isNumbered: true },
});
