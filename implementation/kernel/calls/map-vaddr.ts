import { iommuFor } from '../vfio/container.ts';
import { updateVaddr } from '../vfio/vaddr.ts';
import type { SystemCall } from './call.ts';
import { slot } from './slots.ts';

interface MapVaddr {
  readonly process: number;
  readonly container: number;
  readonly iova: string;
  readonly address: string;
}

export const mapVaddr: SystemCall<MapVaddr> = {
  context: 'process',
  run(k, c, task) {
    const iommu = iommuFor(k, task, c.container);
    return iommu < 0 ? iommu : updateVaddr(k, iommu, slot(c.iova), slot(c.address));
  },
};
