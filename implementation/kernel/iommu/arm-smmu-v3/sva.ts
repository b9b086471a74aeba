import { named, pointerTo } from '../../../../memory/kinds.ts';
import { svaOf } from '../../../../model/sva/bounds.ts';
import type { World } from '../../../../model/world.ts';
import type { Kernel } from '../../kernel.ts';
import { EBUSY, ENODEV, ENOMEM } from '../../machine/errno.ts';
import type { Machine } from '../../machine/machine.ts';
import type { Call } from '../../machine/pause.ts';
import { type Ptr, IN_ORDER, Slab } from '../../machine/slab.ts';
import { mutexLock, point } from '../../machine/wait.ts';
import { mmdrop, mmget, mmgrab, mmput } from '../../mm/mm.ts';
import { attachesToGroup } from '../group.ts';
import { holdPasid, iommuSvaAllocPasid, iommuSvaFreePasid } from '../pasid.ts';
import { masterOf } from './master.ts';
import { notifierGet, notifierPut } from './notifier.ts';
import { smmuPoints } from './points.ts';

/** Bonds, in drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3-sva.c, v5.11 to v6.1. All of it runs under sva_lock. */

/**
 * struct arm_smmu_bond: {device, mm}, counted by its handles, with the struct iommu_sva in it (`IommuSva`). `ssid`: the
 * PASID it was made under.
 */
export function bondSlab(m: Machine, world: World) {
  return new Slab(
    m,
    'arm_smmu_bond',
    svaOf(world).files + 8,
    {
      device: named('device'),
      mm: pointerTo('mm_struct'),
      notifier: pointerTo('arm_smmu_mmu_notifier'),
      ssid: 'value',
      refs: 'value',
      listed: 'value',
      dev: pointerTo('pci_dev'),
      lostGroup: 'value',
    },
    IN_ORDER,
  );
}

/** arm_smmu_sva_bind: a bond, or an error. */
export function* armSmmuSvaBind(k: Kernel, device: number, mm: Ptr): Call<number> {
  yield* mutexLock(k, k.smmu.svaLock, 0, 'arm_smmu_sva_bind');
  const bond = yield* bindLocked(k, device, mm);
  if (k.switches.bondPins === 'mm_users' && (bond > 0 || k.switches.mmgetInBind === 'always'))
    mmget(k, mm);
  k.locks.unlock(k.smmu.svaLock, 0);
  return bond;
}

function* bindLocked(k: Kernel, device: number, mm: Ptr): Call<number> {
  if (masterOf(k, device, 'arm_smmu_sva_bind').svaEnabled === 0) return ENODEV;
  if (k.switches.bindReuse === 'shared-handle') {
    const existing = findBond(k, device, mm);
    if (existing !== 0) {
      k.smmu.bonds.at(existing, 'arm_smmu_sva_bind').refs++;
      return existing;
    }
  }
  yield* point(k, smmuPoints.bindSearched);
  return yield* insertBond(k, device, mm);
}

function* insertBond(k: Kernel, device: number, mm: Ptr): Call<number> {
  const ptr = k.smmu.bonds.alloc();
  if (ptr === 0) return ENOMEM;
  const bond = k.smmu.bonds.at(ptr, 'arm_smmu_sva_bind');
  bond.device = device;
  const ret = attachesToGroup(k) ? holdPasid(k, mm) : iommuSvaAllocPasid(k, mm);
  if (ret !== 0) {
    if (k.switches.bindUnwind !== 'forgets-bond') k.smmu.bonds.free(ptr, 'arm_smmu_sva_bind');
    return ret;
  }
  const notifier = yield* attach(k, device, mm);
  if (notifier <= 0) {
    if (k.switches.pasidFreeAt === 'last-unbind') iommuSvaFreePasid(k, mm);
    if (k.switches.bindUnwind !== 'forgets-bond') k.smmu.bonds.free(ptr, 'arm_smmu_sva_bind');
    return notifier;
  }
  bond.mm = mm;
  bond.notifier = notifier;
  bond.ssid = k.mms.at(mm, 'arm_smmu_sva_bind').pasid;
  bond.refs = 1;
  bond.listed = 1;
  return ptr;
}

/** arm_smmu_master_disable_sva: not while a bond exists (EBUSY, which uacce ignores). */
export function* armSmmuMasterDisableSva(k: Kernel, device: number): Call<void> {
  yield* mutexLock(k, k.smmu.svaLock, 0, 'arm_smmu_master_disable_sva');
  const isBound = k.smmu.bonds.rows.some((b) => isBondOf(b, device));
  if (!isBound) masterOf(k, device, 'arm_smmu_master_disable_sva').svaEnabled = 0;
  k.locks.unlock(k.smmu.svaLock, 0);
}

/**
 * arm_smmu_sva_remove_dev_pasid (v6.2 to v6.9): the device drops the mm. It must not be called without a bond
 * (WARN_ON(!bond)).
 */
export function* armSmmuSvaRemoveDevPasid(k: Kernel, device: number, mm: Ptr): Call<void> {
  const bond = findBond(k, device, mm);
  if (bond === 0)
    k.machine.splat('warning', 'arm_smmu_sva_remove_dev_pasid', 'the device has no bond');
  else yield* armSmmuSvaUnbind(k, bond);
}

function findBond(k: Kernel, device: number, mm: Ptr): Ptr {
  for (const b of k.smmu.bonds.rows)
    if (isBondOf(b, device) && b.mm === mm) return k.smmu.bonds.pointer(b);
  return 0;
}

/** Whether it is in master->bonds of this device. What a removed device left is in the list of the old master. */
function isBondOf(b: ReturnType<typeof bondSlab>['rows'][number], device: number): boolean {
  return b.live !== 0 && b.listed !== 0 && b.device === device && b.lostGroup === 0;
}

/** The second half of bind: v6.8-rc attached each handle again, and a PASID that is already attached is busy. */
function* attach(k: Kernel, device: number, mm: Ptr): Call<number> {
  if (k.switches.bindReuse === 'attach-again' && findBond(k, device, mm) !== 0) return EBUSY;
  return yield* notifierGet(k, device, mm);
}

/** arm_smmu_sva_unbind. With bondPins=mm_users it also drops mm_users, at the place of the switch. */
export function* armSmmuSvaUnbind(k: Kernel, ptr: Ptr): Call<void> {
  const { bondPins, mmputInUnbind, pasidFreeAt } = k.switches;
  const pinsUsers = bondPins === 'mm_users';
  const bond = k.smmu.bonds.at(ptr, 'arm_smmu_sva_unbind');
  const { mm } = bond;
  yield* mutexLock(k, k.smmu.svaLock, 0, 'arm_smmu_sva_unbind');
  if (pinsUsers && mmputInUnbind === 'under-lock') yield* mmput(k, mm);
  if (bond.refs <= 0) k.machine.splat('refcount underflow', 'arm_smmu_sva_unbind', 'bond->refs');
  if (--bond.refs === 0) {
    leavesList(k, bond);
    bond.listed = 0;
    const holdsMm = pasidFreeAt === 'last-unbind' && k.switches.unbindHoldsMm === 'held';
    if (holdsMm) mmgrab(k, mm);
    yield* notifierPut(k, bond.notifier);
    if (pasidFreeAt === 'last-unbind') iommuSvaFreePasid(k, mm);
    if (holdsMm) mmdrop(k, mm);
    k.smmu.bonds.free(ptr, 'arm_smmu_sva_unbind');
  }
  if (pinsUsers && mmputInUnbind === 'after-bond-freed')
    yield* mmput(k, k.smmu.bonds.at(ptr, 'arm_smmu_sva_unbind').mm);
  k.locks.unlock(k.smmu.svaLock, 0);
  if (pinsUsers && mmputInUnbind === 'after-unlock') yield* mmput(k, mm);
}

/** list_del(&bond->list): the list is in the record of its device. Removal has freed that, and another device has one of its own. */
function leavesList(
  k: Kernel,
  bond: { readonly device: number; readonly lostGroup: number },
): void {
  if (bond.lostGroup === 0) masterOf(k, bond.device, 'arm_smmu_sva_unbind');
  else k.machine.splat('use-after-free', 'arm_smmu_sva_unbind', k.smmu.masters.name);
}

/**
 * iommu_get_domain_for_dev_pasid: of the bonds of an mm in a group, the one whose device asked first. It also made the
 * notifier.
 */
export function domainOf(k: Kernel, devices: readonly number[], mm: Ptr): Ptr {
  const { bonds, notifiers } = k.smmu;
  for (const b of bonds.rows)
    if (
      b.mm === mm &&
      devices.some((device) => isBondOf(b, device)) &&
      notifiers.at(b.notifier, 'iommu_get_domain_for_dev_pasid').device === b.device
    )
      return bonds.pointer(b);
  return 0;
}
