import { containerIoctl } from '../../vfio/container.ts';
import type { SystemCall } from '../call.ts';

export const dirty: SystemCall<{ process: number; container: number; change: string }> = {
  context: 'process',
  run(k, c, task) {
    return containerIoctl(k, task, c.container, {
      cmd: 'VFIO_IOMMU_DIRTY_PAGES',
      starts: c.change === 'start',
    });
  },
};
