import type { Kernel } from '../kernel.ts';
import { EINVAL, ENODEV } from '../machine/errno.ts';
import type { Call } from '../machine/pause.ts';
import type { Ptr } from '../machine/slab.ts';
import { Oops } from '../machine/splat.ts';
import { mutexLock, point } from '../machine/wait.ts';
import { attachesToGroup, groupAttachMm, groupDetachMm, groupOf, isAlone } from './group.ts';
import { iommuGroupGet, iommuGroupPut } from './group-lifetime.ts';
import { handleAt } from './handle.ts';
import { iommuPoints } from './points.ts';
import { iommuOps } from './iommu-ops.ts';

/** The SVA part of drivers/iommu/iommu.c. */

/**
 * iommu_sva_bind_device: a bond, or an error (negative). The caller holds mm_users. The group is that of the device that was
 * there before the wait: once that is removed, its group does not have exactly one device (EINVAL). A driver that calls the IOMMU’s
 * driver itself may get 0: a success without a bond.
 *
 * @param dev - the device, which nobody holds: it may be gone, and another one in its slot
 * @param isPrivate - whether the bond gets a PASID of its own (drvdata of v5.8 to v5.13)
 */
export function* iommuSvaBindDevice(
  k: Kernel,
  device: number,
  dev: Ptr,
  mm: Ptr,
  isPrivate = false,
): Call<number> {
  if (k.switches.svaApi === 'of-driver')
    return yield* iommuOps(k).svaBind(k, device, mm, isPrivate);
  k.pci.devs.at(dev, 'iommu_sva_bind_device'); // dev->bus, dev->iommu
  if (!isInSlot(k, device, dev)) return hasNoIommu(k, 'iommu_sva_bind_device');
  const held = iommuGroupGet(k, device);
  const group = groupOf(k, device);
  yield* mutexLock(k, k.iommu.groupMutex, group, 'iommu_sva_bind_device');
  const bond = isInSlot(k, device, dev) ? yield* bindInGroup(k, device, mm, isPrivate) : EINVAL;
  const isLate = k.switches.handleDevice === 'after-unlock';
  /** A caller that gets an existing handle does not change it. */
  const handle = bond > 0 ? handleAt(k, bond, 'iommu_sva_bind_device') : undefined;
  const isNew = handle?.refs === 1;
  if (isNew && !isLate) handle.dev = dev;
  k.locks.unlock(k.iommu.groupMutex, group);
  iommuGroupPut(k, held);
  yield* point(k, iommuPoints.bindUnlocked);
  if (isNew && isLate) handleAt(k, bond, 'iommu_sva_bind_device').dev = dev;
  return bond;
}

/** Whether this is the device in its slot: neither freed by its removal, nor left because something holds it. */
function isInSlot(k: Kernel, device: number, dev: Ptr): boolean {
  return k.pci.devs.isLive(dev) && k.pci.devices[device]!.dev === dev;
}

/** Before v6.2 SVA was for groups of one device. */
function* bindInGroup(k: Kernel, device: number, mm: Ptr, isPrivate: boolean): Call<number> {
  const alone = isAlone(k);
  if (!alone && k.switches.groupAttach === 'refused') return EINVAL;
  return yield* attachesToGroup(k)
    ? groupAttachMm(k, device, mm)
    : iommuOps(k).svaBind(k, device, mm, isPrivate);
}

/** iommu_sva_unbind_device: never fails. The driver has stopped DMA for the PASID. */
export function* iommuSvaUnbindDevice(k: Kernel, ptr: Ptr): Call<void> {
  if (k.switches.svaApi === 'of-driver') {
    if (ptr !== 0) yield* iommuOps(k).svaUnbind(k, ptr);
    return;
  }
  const bond = handleAt(k, ptr, 'iommu_sva_unbind_device');
  const { device, mm } = bond;
  if (bond.dev === 0) {
    k.machine.splat('null dereference', 'iommu_sva_unbind_device', 'handle->dev');
    throw new Oops('iommu_sva_unbind_device');
  }
  k.pci.devs.at(bond.dev, 'iommu_sva_unbind_device'); // iommu_group_get(handle->dev)
  if (bond.lostGroup !== 0) {
    hasNoIommu(k, 'iommu_sva_unbind_device');
    return;
  }
  const held = iommuGroupGet(k, device);
  const group = groupOf(k, device);
  yield* mutexLock(k, k.iommu.groupMutex, group, 'iommu_sva_unbind_device');
  yield* isAlone(k) ? iommuOps(k).svaUnbind(k, ptr) : groupDetachMm(k, ptr);
  if (k.switches.unbindLooksAtMm === 'after-domain-freed') {
    yield* point(k, iommuPoints.domainFreed);
    k.mms.at(mm, 'iommu_sva_unbind_device'); // list_empty(&iommu_mm->sva_domains)
  }
  k.locks.unlock(k.iommu.groupMutex, group);
  iommuGroupPut(k, held);
}

/** The device was removed. Since v5.18 the way to its IOMMU is then a null pointer; before, it was found to be in no group. */
function hasNoIommu(k: Kernel, where: string): number {
  const { removedDevice } = k.switches;
  if (removedDevice === 'of-bus') return ENODEV;
  const isGroup = removedDevice === 'of-group' && where === 'iommu_sva_unbind_device';
  k.machine.splat('null dereference', where, isGroup ? 'group of the device' : 'dev->iommu');
  throw new Oops(where);
}

/** iommu_sva_get_pasid: only valid while bound. Before v6.2 it asks the driver, which it finds through the device. */
export function iommuSvaGetPasid(k: Kernel, bond: Ptr): number {
  if (k.switches.svaApi === 'of-driver') return bond === 0 ? 0 : iommuOps(k).svaGetPasid(k, bond);
  const { dev, lostGroup } = handleAt(k, bond, 'iommu_sva_get_pasid');
  if (k.switches.removedDevice !== 'of-group') {
    k.pci.devs.at(dev, 'iommu_sva_get_pasid');
    if (lostGroup !== 0) hasNoIommu(k, 'iommu_sva_get_pasid');
  }
  return iommuOps(k).svaGetPasid(k, bond);
}

/** iommu_dev_disable_feature(IOMMU_DEV_FEAT_SVA) */
export function iommuDisableSva(k: Kernel, device: number): Call<void> {
  return iommuOps(k).disableSva(k, device);
}
