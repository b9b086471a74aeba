import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const vfioIoctlOutlivesBackend: Defect = {
  id: 'vfio-ioctl-outlives-backend',
  title: 'an ioctl of a container continues in a backend that has been freed',
  story:
    'Since v4.13 an ioctl does not hold group_lock: it reads container->iommu_data and calls the backend. If the last group leaves in between, because another process closes it, for example, struct vfio_iommu is freed while the ioctl uses it.',
  source:
    '7f56c30bd0a2, “vfio: Remove unnecessary uses of vfio_container.group_lock” (v4.13); vfio_fops_unl_ioctl in drivers/vfio/vfio.c of v4.19 and drivers/vfio/container.c of v6.3; nobody reported it',
  fix: 'Hold group_lock for reading over the ioctl, or a reference on the backend.',
  evidence: 'inferred',
  releases: ['linux-4.18', 'linux-6.3'],
  switches: { ioctlHoldsContainer: 'not-held' },
  law: 'no-splat',
  place: { splat: 'use-after-free', where: 'vfio_dma_do_unmap', what: 'vfio_iommu' },
  world: 'vfio-tiny',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'fork p0 -> p1',
    'attach p0 c0 g0',
    'unmap p1 c0 i0 1 [stops at vfio_dma_do_unmap: before iommu->lock]',
    'exit p0',
    'continue p1',
  ),
  also: [
    {
      law: 'no-splat',
      place: { splat: 'use-after-free', where: 'vfio_dma_do_map', what: 'vfio_iommu' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'fork p0 -> p1',
        'attach p0 c0 g0',
        'map p1 c0 i0 a0 1 rw [stops at vfio_dma_do_map: before iommu->lock]',
        'exit p0',
        'continue p1',
      ),
    },
  ],
};
