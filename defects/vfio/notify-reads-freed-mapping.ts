import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const notifyReadsFreedMapping: Defect = {
  id: 'notify-reads-freed-mapping',
  title: 'unmap tells the drivers the range of a mapping that another task has freed',
  story:
    'vfio_notify_dma_unmap drops iommu->lock, and then reads dma->iova and dma->size for each driver. Nothing keeps the mapping meanwhile: the driver may have unpinned its pages itself, and a second task that unmaps the range finds none pinned, notifies nobody, and frees the mapping. Until v5.19 the range was copied to the stack before the lock was dropped.',
  source:
    'vfio_notify_dma_unmap in drivers/vfio/vfio_iommu_type1.c, v6.3; the copy (nb_unmap) in vfio_dma_do_unmap of v4.12 and v4.19; nobody reported it',
  fix: 'Copy the range under iommu->lock.',
  evidence: 'inferred',
  switches: { unmapNotice: 'read-from-mapping' },
  law: 'no-splat',
  place: { splat: 'use-after-free', where: 'vfio_notify_dma_unmap', what: 'vfio_dma' },
  world: 'vfio-tiny',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'fork p0 -> p1',
    'attach p0 c0 g0',
    'map p0 c0 i0 a0 1 rw',
    'pin g0 i0 1',
    'unmap p0 c0 i0 1 [stops at vfio_notify_dma_unmap: iommu->lock dropped, drivers not yet told]',
    'unmap p1 c0 i0 1',
    'continue p0',
  ),
};
