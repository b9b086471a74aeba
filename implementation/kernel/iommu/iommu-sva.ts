import type { Kernel } from '../kernel.ts';
import { EINVAL } from '../machine/errno.ts';
import type { Call } from '../machine/pause.ts';
import type { Ptr } from '../machine/slab.ts';
import { Oops } from '../machine/splat.ts';
import { mutexLock, point } from '../machine/wait.ts';
import { attachesToGroup, groupAttachMm, groupDetachMm, groupOf, isAlone } from './group.ts';
import { handleAt } from './handle.ts';
import { iommuPoints } from './points.ts';
import { iommuOps } from './iommu-ops.ts';

/** The SVA part of drivers/iommu/iommu.c. */

/**
 * iommu_sva_bind_device: a bond, or an error (negative). The caller holds mm_users. The group is that of the device that was
 * there before the wait: once that is removed, its group does not have exactly one device (EINVAL).
 */
export function* iommuSvaBindDevice(k: Kernel, device: number, mm: Ptr): Call<number> {
  const group = groupOf(k, device);
  const { dev } = k.pci.devices[device]!;
  yield* mutexLock(k, k.iommu.groupMutex, group, 'iommu_sva_bind_device');
  const bond = k.pci.devs.isLive(dev) ? yield* bindInGroup(k, device, mm) : EINVAL;
  const isLate = k.switches.handleDevice === 'after-unlock';
  /** A caller that gets an existing handle does not change it. */
  const handle = bond > 0 ? handleAt(k, bond, 'iommu_sva_bind_device') : undefined;
  const isNew = handle?.refs === 1;
  if (isNew && !isLate) handle.dev = dev;
  k.locks.unlock(k.iommu.groupMutex, group);
  yield* point(k, iommuPoints.bindUnlocked);
  if (isNew && isLate) handleAt(k, bond, 'iommu_sva_bind_device').dev = dev;
  return bond;
}

/** Before v6.2 SVA was for groups of one device. */
function* bindInGroup(k: Kernel, device: number, mm: Ptr): Call<number> {
  const alone = isAlone(k);
  if (!alone && k.switches.groupAttach === 'refused') return EINVAL;
  return yield* attachesToGroup(k)
    ? groupAttachMm(k, device, mm)
    : iommuOps(k).svaBind(k, device, mm);
}

/** iommu_sva_unbind_device: never fails. The driver has stopped DMA for the PASID. */
export function* iommuSvaUnbindDevice(k: Kernel, ptr: Ptr): Call<void> {
  const bond = handleAt(k, ptr, 'iommu_sva_unbind_device');
  const { device, mm } = bond;
  if (bond.dev === 0) {
    k.machine.splat('null dereference', 'iommu_sva_unbind_device', 'handle->dev');
    throw new Oops('iommu_sva_unbind_device');
  }
  k.pci.devs.at(bond.dev, 'iommu_sva_unbind_device'); // iommu_group_get(handle->dev)
  if (bond.lostGroup !== 0) return; // and the device is in none any more
  const group = groupOf(k, device);
  yield* mutexLock(k, k.iommu.groupMutex, group, 'iommu_sva_unbind_device');
  yield* isAlone(k) ? iommuOps(k).svaUnbind(k, ptr) : groupDetachMm(k, ptr);
  if (k.switches.unbindLooksAtMm === 'after-domain-freed') {
    yield* point(k, iommuPoints.domainFreed);
    k.mms.at(mm, 'iommu_sva_unbind_device'); // list_empty(&iommu_mm->sva_domains)
  }
  k.locks.unlock(k.iommu.groupMutex, group);
}

/** iommu_sva_get_pasid: only valid while bound. */
export function iommuSvaGetPasid(k: Kernel, bond: Ptr): number {
  const { mm } = handleAt(k, bond, 'iommu_sva_get_pasid');
  return k.mms.at(mm, 'iommu_sva_get_pasid').pasid;
}

/** iommu_dev_disable_feature(IOMMU_DEV_FEAT_SVA) */
export function iommuDisableSva(k: Kernel, device: number): Call<void> {
  return iommuOps(k).disableSva(k, device);
}
