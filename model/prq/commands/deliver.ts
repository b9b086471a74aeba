import { success } from '../../answer.ts';
import type { Command } from '../../command.ts';
import { admitOnly } from '../../conform.ts';
import { rules } from '../../rules.ts';
import { hasRequests, prqOf } from '../bounds.ts';
import { responses } from '../response.ts';
import { groupState } from '../state.ts';

export interface Deliver extends Command {
  readonly kind: 'deliver';
  readonly device: number;
}

export const deliver = rules<Deliver>({
  kind: 'deliver',
  says: 'what is on its way between the device and the IOMMU arrives: its requests, and then the answers to it, of which it tells the worst',
  fields: { device: { uses: 'device' } },
  in: hasRequests,
  possible(s, { device }) {
    const { prgs } = prqOf(s.world);
    const own = s.prq.groups.slice(device * prgs, (device + 1) * prgs);
    return own.some(({ state }) => state !== groupState.none);
  },
  typical: () => success,
  judge: (_s, _c, a) => admitOnly('deliver', a, 'OK'),
  next() {},
  tells: ({ value }) => responses[value]!,
  outcome: ({ value }) => responses[value]!,
  draw: { weight: 8 },
});
