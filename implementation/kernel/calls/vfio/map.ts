import { containerIoctl } from '../../vfio/container.ts';
import type { SystemCall } from '../call.ts';
import { slot } from '../slots.ts';

interface Map {
  readonly process: number;
  readonly container: number;
  readonly iova: string;
  readonly address: string;
  readonly pages: string;
  readonly access: string;
}

export const map: SystemCall<Map> = {
  context: 'process',
  run(k, c, task) {
    return containerIoctl(k, task, c.container, {
      cmd: 'VFIO_IOMMU_MAP_DMA',
      iova: slot(c.iova),
      address: slot(c.address),
      pages: Number(c.pages),
      writable: c.access === 'rw',
    });
  },
};
