import type { Kernel } from '../kernel.ts';
import type { Call } from '../machine/pause.ts';
import { point } from '../machine/points.ts';
import type { Ptr } from '../machine/slab.ts';
import { driverIsTold } from './driver.ts';
import { vfioPoints } from './points.ts';

/**
 * vfio_notify_dma_unmap: the drivers of a container’s devices are told that a range goes, and unpin it, for which they need
 * iommu->lock: it is let go meanwhile, so anything may have changed afterwards.
 */
export function* tellDrivers(k: Kernel, iommu: Ptr, iova: number, pages: number): Call<void> {
  const { iommus } = k.vfio;
  const { index } = iommus.at(iommu, 'vfio_notify_dma_unmap');
  const isLocked = k.switches.driverList === 'locked';
  if (isLocked) {
    const wait = k.locks.lock(k.vfio.deviceListLock, index, 'vfio_notify_dma_unmap');
    if (wait) yield* wait;
  }
  const listening = listeners(k, iommu);
  k.locks.unlock(k.vfio.iommuLock, index);
  const at = point(k.machine, vfioPoints.unlockedToTell);
  if (at) yield at;
  for (const group of listening) yield* driverIsTold(k, group, iova, pages);
  if (isLocked) k.locks.unlock(k.vfio.deviceListLock, index);
  const wait = k.locks.lock(k.vfio.iommuLock, index, 'vfio_dma_do_unmap');
  if (wait) yield* wait;
}

/** The devices of the container whose driver wants to be told. */
export function listeners(k: Kernel, iommu: Ptr): number[] {
  const v = k.vfio;
  return v.groups
    .filter(
      (g) =>
        v.drivers[g.index]!.listens !== 0 &&
        g.container !== 0 &&
        v.containers.at(g.container, 'vfio_notify_dma_unmap').iommu === iommu,
    )
    .map((g) => g.index);
}
