import { isBound } from '../../../model/prq/bound.ts';
import { hasRequests, prqOf } from '../../../model/prq/bounds.ts';
import type { Law } from '../../linux-law.ts';

export const requestsDrained: Law = {
  name: 'requests-drained',
  title: 'No page request outlives its bond',
  because:
    'a request that is served after its PASID was unbound is served for the next owner of the PASID',
  closeness: 'contradiction',
  needs: ['requests'],
  in: hasRequests,
  after({ state, seen }, report) {
    const { prgs } = prqOf(state.world);
    for (let d = 0; d < state.sva.devices.length; d++)
      for (let r = 0; r < prgs; r++) {
        const mm = seen.groupMm(d, r);
        if (mm !== 0 && !isBound(state, d, mm))
          report(
            'a device waits for the answer to an old request',
            `d${d} waits with r${r} for a page of mm${mm - 1}, which is not bound to it any more.`,
          );
        const asked = seen.queuedMm(d, r);
        if (asked !== 0 && !isBound(state, d, asked))
          report(
            'an old request is still queued',
            `a request of r${r} of d${d} for mm${asked - 1} is still queued, but that is not bound to it any more.`,
          );
      }
  },
};
