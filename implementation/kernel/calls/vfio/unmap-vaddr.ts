import { containerIoctl } from '../../vfio/container.ts';
import { invalidateVaddr } from '../../vfio/vaddr.ts';
import type { SystemCall } from '../call.ts';
import { slot } from '../slots.ts';

export const unmapVaddr: SystemCall<{ process: number; container: number; iova: string }> = {
  context: 'process',
  run(k, c, task) {
    return containerIoctl(k, task, c.container, (iommu) => invalidateVaddr(k, iommu, slot(c.iova)));
  },
};
