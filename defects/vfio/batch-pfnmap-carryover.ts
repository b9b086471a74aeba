import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const batchPfnmapCarryover: Defect = {
  id: 'batch-pfnmap-carryover',
  title: 'a page without struct page is confused with the last page of the batch',
  story:
    'Pages are pinned in batches. A run ends where the next page is not adjacent to the last one, and the pages that the batch still holds begin the next run. A page of a VM_PFNMAP mapping has no struct page and is never put into the batch, but its count of one is kept. So the next run takes an older page from the batch. Devices reach the wrong page, which is charged and put once more than it was pinned.',
  source: '60c988bc1541, “Fix pfnmap batch carryover”, in the fixes for v5.12-rc6',
  fix: 'Empty the batch if it holds one page that was not taken from the array.',
  evidence: 'verified',
  switches: { batchLeftover: 'kept' },
  law: 'locked-vm',
  place: 'map: too much is charged',
  world: 'vfio-alone',
  shortest: parseSteps('container p0 type1v2 -> c0', 'attach p0 c0 g1', 'map p0 c0 i0 a2 2 rw'),
  also: [
    {
      law: 'pin-balance',
      place: 'unmap: a pin is lost',
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g1',
        'map p0 c0 i0 a2 2 rw',
        'unmap p0 c0 i0 2',
      ),
    },
    {
      law: 'no-splat',
      place: 'refcount underflow in vfio_unpin_pages_remote: page',
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g1',
        'map p0 c0 i0 a2 2 rw',
        'unmap p0 c0 i0 2',
      ),
    },
    {
      law: 'no-splat',
      place: 'use-after-free in vfio_unpin_pages_remote: page',
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g1',
        'map p0 c0 i0 a2 2 rw',
        'exit p0',
      ),
    },
    {
      law: 'pinned-translation',
      place: 'the IOMMU maps a page that nothing pins',
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g1',
        'map p0 c0 i0 a2 2 rw',
        'unmap p0 c0 i0 2',
        'map p0 c0 i0 a1 2 rw',
      ),
    },
  ],
};
