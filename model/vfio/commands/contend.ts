import { success } from '../../answer.ts';
import type { Command } from '../../command.ts';
import { rules } from '../../rules.ts';
import { admitOnly } from '../../conform.ts';
import { hasVfio } from '../bounds.ts';

export interface Contend extends Command {
  readonly kind: 'contend';
  readonly process: number;
}

export const contend = rules<Contend>({
  kind: 'contend',
  says: 'another thread of the process is in a long page fault and holds mmap_lock: a trylock fails; a task that waits for the lock gets it, because the fault then ends',
  fields: { process: { uses: 'process' } },
  in: hasVfio,
  possible: (s, c) => hasVfio(s.world) && s.process(c.process) !== undefined,
  typical: () => success,
  judge: (_s, _c, a) => admitOnly('contend', a, 'OK'),
  next() {},
  draw: { weight: 2 },
});
