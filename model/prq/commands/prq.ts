import { success } from '../../answer.ts';
import type { Command } from '../../command.ts';
import { admitOnly } from '../../conform.ts';
import { rules } from '../../rules.ts';
import { hasRequests } from '../bounds.ts';

export interface Prq extends Command {
  readonly kind: 'prq';
}

export const prq = rules<Prq>({
  kind: 'prq',
  says: 'the interrupt thread of the IOMMU handles the page requests that are in the ring (prq_event_thread)',
  runsOn: 'prq',
  fields: {},
  in: hasRequests,
  possible: () => true,
  typical: () => success,
  judge: (_s, _c, a) => admitOnly('prq', a, 'OK'),
  next() {},
  draw: { weight: 8 },
});
