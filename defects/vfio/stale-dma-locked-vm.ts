import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const staleDmaLockedVm: Defect = {
  id: 'stale-dma-locked-vm',
  title:
    'the task that takes a mapping over is charged for pages that a driver unpinned after the owner had exited',
  story:
    'vfio_lock_acct returns early if the mm has ended, and leaves dma->locked_vm, the mapping’s count of its charge, unchanged. VFIO_DMA_MAP_FLAG_VADDR charges that count to the new owner, including pages that nobody has pinned any more. The stale count has to outlive the mediated device, so an IOMMU must be attached. In Linux it joins after the owner’s mm has ended (replay-charges-dead-mm). Here that is refused, so the IOMMU is attached before that, and the page counts only because of the driver: when the IOMMU mapped the IOVA, the page there was reserved.',
  source: 'vfio_lock_acct (“process exited”) and vfio_change_dma_owner of v6.3; nobody reported it',
  fix: 'Change dma->locked_vm even if no mm can be credited.',
  evidence: 'inferred',
  switches: { dmaCounter: 'kept-while-alive' },
  law: 'locked-vm',
  place: { command: 'map-vaddr', clause: 'too much is charged' },
  world: 'vfio-tiny',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'fork p0 -> p1',
    'attach p0 c0 g0',
    'attach p1 c0 g1',
    'map p0 c0 i0 a3 1 rw',
    'mmap-page p0 a3 ram',
    'pin g0 i0 1',
    'exit p0',
    'unmap-vaddr p1 c0 i0',
    'map-vaddr p1 c0 i0 a0',
  ),
};
