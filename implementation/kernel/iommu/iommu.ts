import type { Kernel } from '../kernel.ts';
import type { Call } from '../machine/pause.ts';
import { mutexLock } from '../machine/wait.ts';
import { groupOf } from './group.ts';
import { iommuGroupPut, joinGroup, quitGroup } from './group-lifetime.ts';
import { iommuOps } from './iommu-ops.ts';

/** drivers/iommu/iommu.c: calls that the core passes on to the driver of the IOMMU. */

/** iommu_probe_device: the device is new and behind the IOMMU; its driver enables SVA. */
export function iommuProbeDevice(k: Kernel, device: number): void {
  joinGroup(k, device);
  iommuOps(k).probeDevice(k, device);
}

/**
 * iommu_release_device: the driver forgets the device, which then leaves its group (iommu_group_remove_device). Since v6.4 all
 * of it runs under group->mutex; before, the driver had already freed its data when the device waited for that mutex. Whether the
 * struct of the device is still held.
 */
export function* iommuReleaseDevice(k: Kernel, device: number): Call<boolean> {
  const ops = iommuOps(k);
  const group = groupOf(k, device);
  const coversDriver = k.switches.deviceRelease === 'under-group-mutex';
  let isHeld = false;
  if (!coversDriver) isHeld = yield* ops.releaseDevice(k, device);
  yield* mutexLock(k, k.iommu.groupMutex, group, 'iommu_group_remove_device');
  if (coversDriver) isHeld = yield* ops.releaseDevice(k, device);
  ops.leaveGroup(k, device);
  const left = quitGroup(k, device);
  k.locks.unlock(k.iommu.groupMutex, group);
  iommuGroupPut(k, left);
  return isHeld;
}

/** A DMA of a device under a PASID: the id of the mm whose memory it reached, or `dmaResult`. */
export function translate(k: Kernel, device: number, pasid: number): number {
  return iommuOps(k).translate(k, device, pasid);
}
