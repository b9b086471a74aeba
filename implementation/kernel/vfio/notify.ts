import type { Kernel } from '../kernel.ts';
import type { Call } from '../machine/pause.ts';
import type { Ptr } from '../machine/slab.ts';
import { mutexLock, point } from '../machine/wait.ts';
import { driverIsTold } from './driver.ts';
import { vfioPoints } from './points.ts';
import type { VfioDma } from './tables.ts';

/**
 * vfio_notify_dma_unmap: notifies the drivers of a container’s devices that a mapping is removed. They unpin its pages, for
 * which they need iommu->lock. So the lock is dropped meanwhile, and anything may have changed afterwards.
 */
export function* tellDrivers(k: Kernel, iommu: Ptr, dma: VfioDma): Call<void> {
  const { iommus, dmas } = k.vfio;
  const { index } = iommus.at(iommu, 'vfio_notify_dma_unmap');
  const isLocked = k.switches.driverList === 'locked';
  // With a list of devices (v6.0), the lock is only dropped if there is one. A chain of notifiers may be empty.
  if (isLocked && listeners(k, iommu, 'vfio_notify_dma_unmap').length === 0) return;
  if (isLocked) yield* mutexLock(k, k.vfio.deviceListLock, index, 'vfio_notify_dma_unmap');
  const ptr = dmas.pointer(dma);
  const copied = { iova: dma.iova, pages: dma.pages };
  const listening = listeners(k, iommu, 'vfio_notify_dma_unmap');
  k.locks.unlock(k.vfio.iommuLock, index);
  yield* point(k, vfioPoints.unlockedToTell);
  for (const group of listening) {
    const { iova, pages } =
      k.switches.unmapNotice === 'copied' ? copied : dmas.at(ptr, 'vfio_notify_dma_unmap');
    const letsGo = yield* driverIsTold(k, group, iova, pages);
    if (!letsGo && k.switches.noticeChain === 'ends-at-refusal') break;
  }
  if (isLocked) k.locks.unlock(k.vfio.deviceListLock, index);
  yield* mutexLock(k, k.vfio.iommuLock, index, 'vfio_dma_do_unmap');
}

/**
 * The devices of the container whose driver wants notifications, in the order in which they get them: a chain of notifiers is called
 * from its oldest member on, the list of devices (v6.0) is read from its newest on.
 *
 * @param where - the function that asks
 */
export function listeners(k: Kernel, iommu: Ptr, where: string): number[] {
  const v = k.vfio;
  const since = k.switches.driverList === 'locked' ? -1 : 1;
  return v.groups
    .filter(
      (g) =>
        v.drivers[g.index]!.listens !== 0 &&
        g.container !== 0 &&
        v.containers.at(g.container, where).iommu === iommu,
    )
    .map((g) => g.index)
    .toSorted((a, b) => since * (v.drivers[a]!.listens - v.drivers[b]!.listens));
}
