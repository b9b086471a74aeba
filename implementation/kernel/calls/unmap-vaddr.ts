import { iommuFor } from '../vfio/container.ts';
import { invalidateVaddr } from '../vfio/vaddr.ts';
import type { SystemCall } from './call.ts';
import { slot } from './slots.ts';

export const unmapVaddr: SystemCall<{ process: number; container: number; iova: string }> = {
  context: 'process',
  run(k, c, task) {
    const iommu = iommuFor(k, task, c.container);
    return iommu < 0 ? iommu : invalidateVaddr(k, iommu, slot(c.iova));
  },
};
