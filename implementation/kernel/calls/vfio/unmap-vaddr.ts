import { containerIoctl } from '../../vfio/container.ts';
import type { SystemCall } from '../call.ts';
import { slot } from '../slots.ts';

export const unmapVaddr: SystemCall<{ process: number; container: number; iova: string }> = {
  context: 'process',
  run(k, c, task) {
    return containerIoctl(k, task, c.container, {
      cmd: 'VFIO_DMA_UNMAP_FLAG_VADDR',
      iova: slot(c.iova),
    });
  },
};
