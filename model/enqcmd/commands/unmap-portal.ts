import { success } from '../../answer.ts';
import { admitOnly } from '../../conform.ts';
import { rules } from '../../rules.ts';
import { hasPortals } from '../bounds.ts';
import { hasBoth, type OnQueue, portalOf, queueFields } from '../portal.ts';

export interface UnmapPortal extends OnQueue {
  readonly kind: 'unmap-portal';
}

export const unmapPortal = rules<UnmapPortal>({
  kind: 'unmap-portal',
  says: 'the process unmaps one mapping of the portal; the file closes if only that kept it open',
  fields: queueFields,
  in: hasPortals,
  possible: (s, c) => hasBoth(s, c) && portalOf(s, c) !== undefined,
  typical: () => success,
  judge: (_s, _c, a) => admitOnly('unmap-portal', a, 'OK'),
  next(s, c) {
    portalOf(s, c)!.live = 0;
    s.dropUnreferenced();
  },
  draw: { weight: 5 },
  overlap: {
    /** The mapping is gone, the file not yet released. */
    halfway(s, c) {
      portalOf(s, c)!.live = 0;
    },
    succeedsOnNothing: true,
  },
});
