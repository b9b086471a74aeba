import type { Row } from '../../../memory/records.ts';
import type { Kernel } from '../kernel.ts';
import type { Ptr } from '../machine/slab.ts';
import { iommuOps, type IommuSva } from './iommu-ops.ts';

/** struct iommu_sva in the bond of the driver. */
export function handleAt(k: Kernel, handle: Ptr, where: string): Row<IommuSva> {
  return iommuOps(k).handles(k).at(handle, where);
}
