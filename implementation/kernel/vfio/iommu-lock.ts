import type { Kernel } from '../kernel.ts';
import type { Call } from '../machine/pause.ts';
import type { Ptr } from '../machine/slab.ts';
import { mutexLock } from '../machine/wait.ts';

/** iommu->lock of a container’s backend. */

export function* lockIommu(k: Kernel, iommu: Ptr, where: string): Call<void> {
  yield* mutexLock(k, k.vfio.iommuLock, k.vfio.iommus.at(iommu, where).index, where);
}

export function unlockIommu(k: Kernel, iommu: Ptr, where: string): void {
  k.locks.unlock(k.vfio.iommuLock, k.vfio.iommus.at(iommu, where).index);
}
