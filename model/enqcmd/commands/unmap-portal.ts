import { success } from '../../answer.ts';
import { admitOnly } from '../../conform.ts';
import { rules } from '../../rules.ts';
import type { State } from '../../state.ts';
import { hasPortals } from '../bounds.ts';
import { hasBoth, type OnQueue, portalOf, queueFields } from '../portal.ts';

export interface UnmapPortal extends OnQueue {
  readonly kind: 'unmap-portal';
}

export const unmapPortal = rules<UnmapPortal>({
  kind: 'unmap-portal',
  says: 'the process unmaps one mapping of the portal, or a hole where there is none; the file closes if only that kept it open',
  fields: queueFields,
  in: hasPortals,
  possible: hasBoth,
  typical: () => success,
  judge: (_s, _c, a) => admitOnly('unmap-portal', a, 'OK'),
  next(s, c) {
    unmap(s, c);
    s.dropUnreferenced();
  },
  draw: { weight: 5 },
  overlap: {
    /** The mapping is gone, the file not yet released. */
    halfway: unmap,
    succeedsOnNothing: true,
  },
});

function unmap(s: State, c: UnmapPortal): void {
  const mapping = portalOf(s, c);
  if (mapping !== undefined) mapping.live = 0;
}
