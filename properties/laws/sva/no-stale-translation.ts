import type { State } from '../../../model/state.ts';
import type { Law } from '../../linux-law.ts';
import { areBoundTogether } from '../../../model/sva/bounds.ts';
import { pasidsOf } from '../../../model/ioasid/bounds.ts';

export const noStaleTranslation: Law = {
  name: 'no-stale-translation',
  title: 'Nothing stays cached under a PASID that is not bound',
  because:
    'a device uses a cached translation without asking the IOMMU, even if the pages or the PASID have a new owner',
  closeness: 'contradiction',
  needs: ['caches', 'mms'],
  after({ state, seen }, report) {
    const pasids = pasidsOf(state.world);
    for (let d = 0; d < state.sva.devices.length; d++)
      for (let n = 1; n <= pasids; n++) {
        const mm = seen.cachedMm(d, n);
        if (mm === 0) continue;
        const bound = isBound(state, d, n, mm);
        if (!bound || !seen.mmInUse(mm))
          report(
            'a cached translation outlives its bond',
            `d${d} still has pages of mm${mm - 1} cached under PASID ${n}, but ${bound ? `mm${mm - 1} has ended` : 'no bond has that mm and PASID'}.`,
          );
      }
  },
};

/** Devices of one IOMMU group are bound together: the PASID stays attached to all until the last handle is released. */
function isBound(state: State, device: number, pasid: number, mm: number): boolean {
  for (const h of state.sva.handles)
    if (
      h.live !== 0 &&
      areBoundTogether(state.world, device, h.device) &&
      h.pasid === pasid &&
      h.mm === mm
    )
      return true;
  return false;
}
