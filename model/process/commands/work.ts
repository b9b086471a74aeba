import { success } from '../../answer.ts';
import type { Command } from '../../command.ts';
import { rules } from '../../rules.ts';
import { admitOnly } from '../../conform.ts';

export interface Work extends Command {
  readonly kind: 'work';
}

export const work = rules<Work>({
  kind: 'work',
  says: 'a kernel worker runs the oldest work item, if there is one',
  runsOn: 'worker',
  fields: {},
  possible: () => true,
  typical: () => success,
  judge: (_s, _c, a) => admitOnly('work', a, 'OK'),
  next() {},
  draw: { weight: 5 },
});
