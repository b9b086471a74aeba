import { success } from '../../answer.ts';
import type { Command } from '../../command.ts';
import { admitOnly } from '../../conform.ts';
import { rules } from '../../rules.ts';
import { hasRequests } from '../bounds.ts';

export interface Iopf extends Command {
  readonly kind: 'iopf';
}

export const iopf = rules<Iopf>({
  kind: 'iopf',
  says: 'a worker of the queue for I/O page faults serves the oldest group, if there is one (iopf_handle_group, v5.13)',
  runsOn: 'iopf',
  fields: {},
  in: hasRequests,
  possible: () => true,
  typical: () => success,
  judge: (_s, _c, a) => admitOnly('iopf', a, 'OK'),
  next() {},
  draw: { weight: 8 },
});
