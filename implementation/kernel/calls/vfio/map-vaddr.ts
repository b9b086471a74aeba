import { containerIoctl } from '../../vfio/container.ts';
import type { SystemCall } from '../call.ts';
import { slot } from '../slots.ts';

interface MapVaddr {
  readonly process: number;
  readonly container: number;
  readonly iova: string;
  readonly address: string;
}

export const mapVaddr: SystemCall<MapVaddr> = {
  context: 'process',
  run(k, c, task) {
    return containerIoctl(k, task, c.container, {
      cmd: 'VFIO_DMA_MAP_FLAG_VADDR',
      iova: slot(c.iova),
      address: slot(c.address),
    });
  },
};
