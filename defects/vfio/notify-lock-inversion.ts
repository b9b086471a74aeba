import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const notifyLockInversion: Defect = {
  id: 'notify-lock-inversion',
  title: 'two tasks that unmap wait for each other',
  story:
    'vfio_notify_dma_unmap takes device_list_lock under iommu->lock, drops iommu->lock, and calls the drivers, which take iommu->lock to unpin. Meanwhile a second task that unmaps holds iommu->lock and waits for device_list_lock, which the first one holds. A device that is opened or closed meanwhile holds iommu->lock and waits for device_list_lock as well.',
  source:
    'vfio_notify_dma_unmap, vfio_iommu_type1_register_device and vfio_iommu_type1_unpin_pages, v6.3 (v6.0 to v6.18); nobody reported it',
  fix: 'Copy the list of devices under its lock and notify them after the unlock.',
  evidence: 'inferred',
  releases: ['linux-6.3'],
  switches: { driverList: 'locked' },
  law: 'no-splat',
  place: {
    splat: 'inverted lock order',
    where: 'vfio_iommu_type1_unpin_pages',
    what: 'iommu->lock under device_list_lock',
  },
  world: 'vfio-alone',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'attach p0 c0 g0',
    'map p0 c0 i0 a0 1 rw',
    'pin g0 i0 1',
    'unmap p0 c0 i0 1',
  ),
  also: [
    {
      law: 'no-splat',
      place: {
        splat: 'deadlock',
        where: 'vfio_iommu_type1_unpin_pages',
        what: 'pN waits for iommu->lock N, which pN holds; pN waits for device_list_lock N, which pN holds',
      },
      world: 'vfio-tiny',
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'map p0 c0 i0 a0 1 rw',
        'pin g0 i0 1',
        'fork p0 -> p1',
        'unmap p0 c0 i0 1 [stops at vfio_notify_dma_unmap: iommu->lock dropped, drivers not yet told]',
        'unmap p1 c0 i0 1',
      ),
    },
    {
      law: 'unmap-terminates',
      place: { command: 'unmap', answer: 'HUNG' },
      world: 'vfio-tiny',
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'map p0 c0 i0 a0 1 rw',
        'pin g0 i0 1',
        'fork p0 -> p1',
        'unmap p0 c0 i0 1 [stops at vfio_notify_dma_unmap: iommu->lock dropped, drivers not yet told]',
        'unmap p1 c0 i0 1',
      ),
    },
  ],
};
