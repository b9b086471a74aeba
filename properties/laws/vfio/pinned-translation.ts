import { hasVfio } from '../../../model/vfio/bounds.ts';
import type { Law } from '../../linux-law.ts';

export const pinnedTranslation: Law = {
  name: 'pinned-translation',
  title: 'The IOMMU maps only pages that are pinned',
  because: 'a page without a pin can be reused while the device still reads and writes it',
  closeness: 'contradiction',
  needs: ['pins'],
  in: hasVfio,
  after({ state, seen }, report) {
    for (const c of state.vfio.files.containers)
      for (let iova = 0; c.live !== 0 && iova < state.world.vfio!.iovas; iova++)
        if (seen.mapsUnpinned(c.name, iova))
          report(
            'the IOMMU maps a page that nothing pins',
            `in c${c.name} the IOMMU maps a page at i${iova}, but nothing pins it.`,
          );
  },
};
