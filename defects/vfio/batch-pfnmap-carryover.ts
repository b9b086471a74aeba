import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const batchPfnmapCarryover: Defect = {
  id: 'batch-pfnmap-carryover',
  title: 'the IOMMU maps an older page of the batch in place of a page without struct page',
  story:
    'Pages are pinned in batches. A run ends where the next page is not adjacent to the last one, and the pages that the batch still holds begin the next run. A page of a VM_PFNMAP mapping has no struct page and is never put into the batch, but its count of one is kept. So the next run takes an older page from the batch. Devices reach the wrong page, which is charged and put once more than it was pinned.',
  source: '60c988bc1541, “Fix pfnmap batch carryover”, in the fixes for v5.12-rc6',
  fix: 'Empty the batch if it holds one page that was not taken from the array.',
  evidence: 'verified',
  switches: { batchLeftover: 'kept' },
  law: 'locked-vm',
  place: { command: 'map', clause: 'too much is charged' },
  world: 'vfio-alone',
  shortest: parseSteps('container p0 type1v2 -> c0', 'attach p0 c0 g1', 'map p0 c0 i0 a2 2 rw'),
  also: [
    {
      law: 'page-identity',
      place: { clause: 'the IOMMU maps another page than was pinned' },
      shortest: parseSteps('container p0 type1v2 -> c0', 'attach p0 c0 g1', 'map p0 c0 i0 a2 2 rw'),
    },
    {
      law: 'pin-balance',
      place: { command: 'unmap', clause: 'a pin is lost' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g1',
        'map p0 c0 i0 a2 2 rw',
        'unmap p0 c0 i0 2',
      ),
    },
    {
      law: 'no-splat',
      place: { splat: 'refcount underflow', where: 'vfio_unpin_pages_remote', what: 'page' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g1',
        'map p0 c0 i0 a2 2 rw',
        'unmap p0 c0 i0 2',
      ),
    },
    {
      law: 'no-splat',
      place: { splat: 'use-after-free', where: 'vfio_unpin_pages_remote', what: 'page' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g1',
        'map p0 c0 i0 a2 2 rw',
        'exit p0',
      ),
    },
    {
      law: 'pinned-translation',
      place: { clause: 'the IOMMU maps a page that nothing pins' },
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
