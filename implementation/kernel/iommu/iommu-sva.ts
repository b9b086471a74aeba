import type { Kernel } from '../kernel.ts';
import { ioasidAlloc, ioasidFree, ioasidGet, ioasidPut } from '../ioasid/ioasid.ts';
import { EINVAL, ENOMEM } from '../machine/errno.ts';
import type { Call, Prompt } from '../machine/pause.ts';
import { point } from '../machine/points.ts';
import type { Ptr } from '../machine/slab.ts';
import { Oops } from '../machine/splat.ts';
import { NO_PASID } from '../mm/mm.ts';
import { armSmmuSvaBind, armSmmuSvaUnbind } from './arm-smmu-v3/sva.ts';
import { groupAttachMm, groupDetachMm, groupOf, isAlone } from './group.ts';

/** drivers/iommu/iommu-sva-lib.c and the SVA part of drivers/iommu/iommu.c. */

export function pasidValid(pasid: number): boolean {
  return pasid !== NO_PASID && pasid !== 0;
}

/** iommu_sva_alloc_pasid: the PASID that the mm has, or a new one. Returns 0 or an error. */
export function iommuSvaAllocPasid(k: Kernel, ptr: Ptr): number {
  const mm = k.mms.at(ptr, 'iommu_sva_alloc_pasid');
  if (pasidValid(mm.pasid) && k.switches.bondPasid === 'of-mm') {
    if (k.switches.pasidFreeAt === 'last-unbind') ioasidGet(k, mm.pasid);
    return 0;
  }
  const pasid = ioasidAlloc(k, mm.id);
  if (k.switches.allocFailure === 'invalid-ioasid') {
    // One invalid value stands for every cause, so the caller has to pick an errno.
    if (pasid < 0) return ENOMEM;
    mm.pasid = pasid;
    return 0;
  }
  const ret = pasid;
  const min = 1;
  const isError = k.switches.idaCompare === 'signed' ? ret < min : ret >>> 0 < min;
  if (isError) return ret;
  mm.pasid = ret;
  return 0;
}

/** iommu_sva_free_pasid (v5.11 to v5.17): a bond that goes gives its reference back. */
export function iommuSvaFreePasid(k: Kernel, ptr: Ptr): void {
  const mm = k.mms.at(ptr, 'iommu_sva_free_pasid');
  if (ioasidPut(k, mm.pasid)) mm.pasid = NO_PASID;
}

/** mm_pasid_drop (v5.18): the mm's PASID returns to the allocator. */
export function mmPasidDrop(k: Kernel, ptr: Ptr): void {
  const mm = k.mms.at(ptr, 'mm_pasid_drop');
  if (!pasidValid(mm.pasid)) return;
  ioasidFree(k, mm.pasid);
  mm.pasid = NO_PASID;
}

/** iommu_sva_bind_device: a bond, or an error (negative). The caller holds mm_users. */
export function* iommuSvaBindDevice(k: Kernel, device: number, mm: Ptr): Call<number> {
  const group = groupOf(k, device);
  const wait = k.locks.lock(k.groupMutex, group, 'iommu_sva_bind_device');
  if (wait) yield* wait;
  const bound = bindInGroup(k, device, mm);
  const bond = typeof bound === 'number' ? bound : yield* bound;
  const isLate = k.switches.handleDevice === 'after-unlock';
  /** Who is given a handle that there was leaves it as it is. */
  const handle = bond > 0 ? k.bonds.at(bond, 'iommu_sva_bind_device') : undefined;
  const isNew = handle?.refs === 1;
  if (isNew && !isLate) handle.hasDev = 1;
  k.locks.unlock(k.groupMutex, group);
  const at = point(k.machine, 'bindUnlocked');
  if (at) yield at;
  if (isNew && isLate) k.bonds.at(bond, 'iommu_sva_bind_device').hasDev = 1;
  return bond;
}

/** Before v6.2 SVA was for groups of one device. */
function bindInGroup(k: Kernel, device: number, mm: Ptr): Prompt {
  const alone = isAlone(k);
  if (!alone && k.switches.groupAttach === 'refused') return EINVAL;
  // Alone, both ways come to the same, but for a way back that asks no questions.
  const asOneOfMany = !alone || k.switches.groupUnwind === 'every-device';
  return asOneOfMany ? groupAttachMm(k, device, mm) : armSmmuSvaBind(k, device, mm);
}

/** iommu_sva_unbind_device: never fails. The driver has stopped DMA for the PASID. */
export function* iommuSvaUnbindDevice(k: Kernel, ptr: Ptr): Call<void> {
  const bond = k.bonds.at(ptr, 'iommu_sva_unbind_device');
  const { device, mm } = bond;
  if (bond.hasDev === 0) {
    k.machine.splat('null dereference', 'iommu_sva_unbind_device', 'handle->dev');
    throw new Oops('iommu_sva_unbind_device');
  }
  if (bond.lostGroup !== 0) return; // iommu_group_get finds none
  const group = groupOf(k, device);
  const wait = k.locks.lock(k.groupMutex, group, 'iommu_sva_unbind_device');
  if (wait) yield* wait;
  yield* isAlone(k) ? armSmmuSvaUnbind(k, ptr) : groupDetachMm(k, ptr);
  if (k.switches.unbindLooksAtMm === 'after-domain-freed') {
    const at = point(k.machine, 'domainFreed');
    if (at) yield at;
    k.mms.at(mm, 'iommu_sva_unbind_device'); // list_empty(&iommu_mm->sva_domains)
  }
  k.locks.unlock(k.groupMutex, group);
}

/** iommu_sva_get_pasid: only valid while bound. */
export function iommuSvaGetPasid(k: Kernel, bond: Ptr): number {
  const { mm } = k.bonds.at(bond, 'iommu_sva_get_pasid');
  return k.mms.at(mm, 'iommu_sva_get_pasid').pasid;
}
