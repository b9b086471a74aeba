import { named, pointerTo } from '../../../../memory/kinds.ts';
import type { World } from '../../../../model/world.ts';
import { iommuSvaAllocPasid, iommuSvaFreePasid } from '../iommu-sva.ts';
import type { Kernel } from '../../kernel.ts';
import { EBUSY, ENODEV, ENOMEM } from '../../machine/errno.ts';
import type { Call, Pause, Prompt, Rest } from '../../machine/pause.ts';
import { point, points } from '../../machine/points.ts';
import type { Machine } from '../../machine/machine.ts';
import { type Ptr, IN_ORDER, Slab } from '../../machine/slab.ts';
import { mmdrop, mmget, mmgrab, mmput } from '../../mm/mm.ts';
import { mmuNotifierPut, mmuNotifierRegister } from '../../mm/mmu-notifier.ts';
import {
  asidOf,
  atcInvDomain,
  CLEAR,
  inOneDomain,
  QUIET,
  tlbInvAsid,
  writeCtxDescDevices,
} from './context-descriptor.ts';
import { svaOf } from '../../../../model/sva/bounds.ts';

/** drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3-sva.c, v5.11 to v6.1. All of it runs under sva_lock. */

/**
 * struct arm_smmu_bond: {device, mm}, counted by its handles. `ssid`: the PASID it was made under. `hasDev`:
 * handle->dev is set. `lostGroup`: its device was taken from the IOMMU with the bond on it.
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
      hasDev: 'value',
      lostGroup: 'value',
    },
    IN_ORDER,
  );
}

/**
 * struct arm_smmu_mmu_notifier: {domain, mm}, counted by its bonds. `device` stands for the domain: where
 * devices share one, the first that was bound. `ssid` is the table index that bind wrote; `srcu` and `tick`
 * place it in the queue of callbacks after it was put.
 */
export function notifierSlab(m: Machine, world: World) {
  return new Slab(
    m,
    'arm_smmu_mmu_notifier',
    svaOf(world).files + 10,
    {
      device: named('device'),
      mm: pointerTo('mm_struct'),
      cd: pointerTo('arm_smmu_ctx_desc'),
      refs: 'value',
      listed: 'value',
      subscribed: 'value',
      cleared: 'value',
      ssid: 'value',
      srcu: 'value',
      tick: 'order',
    },
    IN_ORDER,
  );
}

/** arm_smmu_sva_bind: a bond, or an error. */
export function* armSmmuSvaBind(k: Kernel, device: number, mm: Ptr): Call<number> {
  const wait = k.locks.lock(k.svaLock, 0, 'arm_smmu_sva_bind');
  if (wait) yield* wait;
  const bound = bindLocked(k, device, mm);
  const bond = typeof bound === 'number' ? bound : yield* bound;
  if (k.switches.bondPins === 'mm_users' && (bond > 0 || k.switches.mmgetInBind === 'always'))
    mmget(k, mm);
  k.locks.unlock(k.svaLock, 0);
  return bond;
}

function bindLocked(k: Kernel, device: number, mm: Ptr): Prompt {
  if (k.devices[device]!.svaEnabled === 0) return ENODEV;
  if (k.switches.bindReuse === 'shared-handle') {
    const existing = findBond(k, device, mm);
    if (existing !== 0) {
      k.bonds.at(existing, 'arm_smmu_sva_bind').refs++;
      return existing;
    }
  }
  const at = point(k.machine, 'bindSearched');
  return at ? insertLater(k, device, mm, at) : insertBond(k, device, mm);
}

function* insertLater(k: Kernel, device: number, mm: Ptr, at: Pause): Call<number> {
  yield at;
  const inserted = insertBond(k, device, mm);
  return typeof inserted === 'number' ? inserted : yield* inserted;
}

function insertBond(k: Kernel, device: number, mm: Ptr): Prompt {
  const ptr = k.bonds.alloc();
  if (ptr === 0) return ENOMEM;
  k.bonds.at(ptr, 'arm_smmu_sva_bind').device = device;
  const ret = iommuSvaAllocPasid(k, mm);
  if (ret !== 0) {
    if (k.switches.bindUnwind !== 'forgets-bond') k.bonds.free(ptr, 'arm_smmu_sva_bind');
    return ret;
  }
  const notifier = attach(k, device, mm);
  return typeof notifier === 'number'
    ? attached(k, mm, ptr, notifier)
    : attachedLater(k, mm, ptr, notifier);
}

function* attachedLater(k: Kernel, mm: Ptr, ptr: Ptr, notifier: Call<number>): Call<number> {
  return attached(k, mm, ptr, yield* notifier);
}

/** What bind makes of the notifier, or of the error: the bond, or the error. */
function attached(k: Kernel, mm: Ptr, ptr: Ptr, notifier: number): number {
  if (notifier <= 0) {
    if (k.switches.pasidFreeAt === 'last-unbind') iommuSvaFreePasid(k, mm);
    if (k.switches.bindUnwind !== 'forgets-bond') k.bonds.free(ptr, 'arm_smmu_sva_bind');
    return notifier;
  }
  const bond = k.bonds.at(ptr, 'arm_smmu_sva_bind');
  bond.mm = mm;
  bond.notifier = notifier;
  bond.ssid = k.mms.at(mm, 'arm_smmu_sva_bind').pasid;
  bond.refs = 1;
  bond.listed = 1;
  return ptr;
}

/** arm_smmu_master_disable_sva: not while a bond is left (EBUSY, which uacce does not look at). */
export function* armSmmuMasterDisableSva(k: Kernel, device: number): Call<void> {
  const wait = k.locks.lock(k.svaLock, 0, 'arm_smmu_master_disable_sva');
  if (wait) yield* wait;
  const isBound = k.bonds.rows.some((b) => b.live !== 0 && b.listed !== 0 && b.device === device);
  if (!isBound) k.devices[device]!.svaEnabled = 0;
  k.locks.unlock(k.svaLock, 0);
}

/**
 * arm_smmu_sva_remove_dev_pasid (v6.2 to v6.9): the device gives up the mm. It is not to be asked without a bond
 * (WARN_ON(!bond)).
 */
export function* armSmmuSvaRemoveDevPasid(k: Kernel, device: number, mm: Ptr): Call<void> {
  const bond = findBond(k, device, mm);
  if (bond === 0)
    k.machine.splat('warning', 'arm_smmu_sva_remove_dev_pasid', 'the device has no bond');
  else yield* armSmmuSvaUnbind(k, bond);
}

function findBond(k: Kernel, device: number, mm: Ptr): Ptr {
  for (const b of k.bonds.rows)
    if (b.live !== 0 && b.listed !== 0 && b.device === device && b.mm === mm)
      return k.bonds.pointer(b);
  return 0;
}

/** The second half of bind: v6.8-rc attached each handle anew, and a PASID that is taken is busy. */
function attach(k: Kernel, device: number, mm: Ptr): Prompt {
  if (k.switches.bindReuse === 'attach-again' && findBond(k, device, mm) !== 0) return EBUSY;
  return notifierGet(k, device, mm);
}

/** arm_smmu_mmu_notifier_get: shared per {domain, mm}; the first writes the context descriptor. */
function notifierGet(k: Kernel, device: number, mm: Ptr): Prompt {
  for (const n of k.notifiers.rows)
    if (n.live !== 0 && n.listed !== 0 && (n.device === device || inOneDomain(k)) && n.mm === mm) {
      n.refs++;
      return k.notifiers.pointer(n);
    }
  const cd = allocSharedCd(k, mm);
  if (cd === 0) return ENOMEM;
  const ptr = k.notifiers.alloc();
  if (ptr === 0) {
    if (k.switches.bindUnwind !== 'forgets-cd') freeSharedCd(k, cd);
    return ENOMEM;
  }
  const registered = mmuNotifierRegister(k, ptr, mm);
  return typeof registered === 'boolean'
    ? writeEntry(k, device, mm, ptr, cd, registered)
    : writeEntryLater(k, device, mm, ptr, cd, registered);
}

function* writeEntryLater(
  k: Kernel,
  device: number,
  mm: Ptr,
  ptr: Ptr,
  cd: Ptr,
  registered: Call<boolean>,
): Call<number> {
  return writeEntry(k, device, mm, ptr, cd, yield* registered);
}

/** The rest of arm_smmu_mmu_notifier_get: the notifier, or an error. */
function writeEntry(
  k: Kernel,
  device: number,
  mm: Ptr,
  ptr: Ptr,
  cd: Ptr,
  isRegistered: boolean,
): number {
  if (!isRegistered) {
    if (k.switches.bindUnwind !== 'forgets-notifier')
      k.notifiers.free(ptr, 'arm_smmu_mmu_notifier_get');
    if (k.switches.bindUnwind !== 'forgets-cd') freeSharedCd(k, cd);
    return ENOMEM;
  }
  const n = k.notifiers.at(ptr, 'arm_smmu_mmu_notifier_get');
  n.device = device;
  n.cd = cd;
  n.refs = 1;
  n.listed = 1;
  n.ssid = k.mms.at(mm, 'arm_smmu_mmu_notifier_get').pasid;
  writeCtxDescDevices(k, device, n.ssid, cd);
  return ptr;
}

/** arm_smmu_alloc_shared_cd: one descriptor per mm, found by its ASID, which it pins. */
function allocSharedCd(k: Kernel, mm: Ptr): Ptr {
  for (const cd of k.cds.rows)
    if (cd.live !== 0 && cd.mm === mm) {
      cd.refs++;
      return k.cds.pointer(cd);
    }
  const ptr = k.cds.alloc();
  if (ptr === 0) return 0;
  const cd = k.cds.at(ptr, 'arm_smmu_alloc_shared_cd');
  cd.mm = mm;
  cd.asid = asidOf(k, mm);
  cd.refs = 1;
  k.mms.at(mm, 'arm64_mm_context_get').asidPins++;
  if (k.switches.cdPinsMm === 'mmgrab') mmgrab(k, mm);
  return ptr;
}

/** arm_smmu_free_shared_cd: the last user unpins the ASID, which touches the mm. */
function freeSharedCd(k: Kernel, ptr: Ptr): void {
  const cd = k.cds.at(ptr, 'arm_smmu_free_shared_cd');
  if (--cd.refs !== 0) return;
  k.mms.at(cd.mm, 'arm64_mm_context_put').asidPins--;
  if (k.switches.cdPinsMm === 'mmgrab') mmdrop(k, cd.mm);
  k.cds.free(ptr, 'arm_smmu_free_shared_cd');
}

/** Where the entry of this notifier is now thought to be. */
function ssidOf(k: Kernel, notifier: Ptr, mm: Ptr): number {
  return k.switches.unbindIndex === 'saved-at-bind'
    ? k.notifiers.at(notifier, 'arm_smmu_sva_unbind').ssid
    : k.mms.at(mm, 'arm_smmu_sva_unbind').pasid;
}

/**
 * arm_smmu_mm_release, in exit_mmap: DMA may still run, so the descriptor stays valid (no C_BAD_CD
 * events) but translates nothing from now on.
 */
export function* armSmmuMmRelease(k: Kernel, notifier: Ptr, mm: Ptr): Call<void> {
  const wait = k.locks.lock(k.svaLock, 0, 'arm_smmu_mm_release');
  if (wait) yield* wait;
  const n = k.notifiers.at(notifier, 'arm_smmu_mm_release');
  if (n.cleared === 0) {
    const ssid = ssidOf(k, notifier, mm);
    writeCtxDescDevices(k, n.device, ssid, k.switches.releaseEntry === 'quiet' ? QUIET : CLEAR);
    const at = point(k.machine, 'releaseQuiet');
    if (at) yield at;
    if (k.switches.releaseInvalidate === 'in-release') {
      tlbInvAsid(k, k.cds.at(n.cd, 'arm_smmu_mm_release').asid);
      atcInvDomain(k, n.device, ssid);
      n.cleared = 1;
    }
  }
  k.locks.unlock(k.svaLock, 0);
}

/**
 * arm_smmu_mmu_notifier_put: the last bond clears the entry; the struct goes after a grace period. An exit
 * may be in the midst of telling the notifiers, and its release() come only now.
 */
function notifierPut(k: Kernel, notifier: Ptr): Rest {
  const n = k.notifiers.at(notifier, 'arm_smmu_mmu_notifier_put');
  if (--n.refs !== 0) return undefined;
  n.listed = 0;
  const wasCleared = n.cleared !== 0;
  const ssid = ssidOf(k, notifier, n.mm);
  if (!wasCleared || k.switches.unbindEntry === 'always-cleared')
    writeCtxDescDevices(k, n.device, ssid, CLEAR);
  if (k.machine.interleaves) return restOfPut(k, notifier, ssid, wasCleared);
  freeSharedCd(k, putCleared(k, notifier, ssid, wasCleared));
  return undefined;
}

function* restOfPut(k: Kernel, notifier: Ptr, ssid: number, wasCleared: boolean): Call<void> {
  yield points.entryCleared;
  const cd = putCleared(k, notifier, ssid, wasCleared);
  yield points.notifierPut;
  freeSharedCd(k, cd);
}

/** Invalidates what the entry led to, and puts the notifier. Returns the context descriptor. */
function putCleared(k: Kernel, notifier: Ptr, ssid: number, wasCleared: boolean): Ptr {
  const n = k.notifiers.at(notifier, 'arm_smmu_mmu_notifier_put');
  const { cd } = n;
  if (!wasCleared && k.switches.unbindInvalidate === 'unless-cleared') {
    tlbInvAsid(k, k.cds.at(cd, 'arm_smmu_mmu_notifier_put').asid);
    atcInvDomain(k, n.device, ssid);
  }
  if (k.switches.notifierPut === 'marks-cleared') n.cleared = 1;
  mmuNotifierPut(k, notifier);
  return cd;
}

/** arm_smmu_sva_unbind. With bondPins=mm_users it also gives mm_users back, where the switch says. */
export function* armSmmuSvaUnbind(k: Kernel, ptr: Ptr): Call<void> {
  const { bondPins, mmputInUnbind, pasidFreeAt } = k.switches;
  const pinsUsers = bondPins === 'mm_users';
  const bond = k.bonds.at(ptr, 'arm_smmu_sva_unbind');
  const { mm } = bond;
  const wait = k.locks.lock(k.svaLock, 0, 'arm_smmu_sva_unbind');
  if (wait) yield* wait;
  if (pinsUsers && mmputInUnbind === 'under-lock') {
    const last = mmput(k, mm);
    if (last) yield* last;
  }
  if (bond.refs <= 0) k.machine.splat('refcount underflow', 'arm_smmu_sva_unbind', 'bond->refs');
  if (--bond.refs === 0) {
    bond.listed = 0;
    const holdsMm = pasidFreeAt === 'last-unbind' && k.switches.unbindHoldsMm === 'held';
    if (holdsMm) mmgrab(k, mm);
    const put = notifierPut(k, bond.notifier);
    if (put) yield* put;
    if (pasidFreeAt === 'last-unbind') iommuSvaFreePasid(k, mm);
    if (holdsMm) mmdrop(k, mm);
    k.bonds.free(ptr, 'arm_smmu_sva_unbind');
  }
  if (pinsUsers && mmputInUnbind === 'after-bond-freed') {
    const last = mmput(k, k.bonds.at(ptr, 'arm_smmu_sva_unbind').mm);
    if (last) yield* last;
  }
  k.locks.unlock(k.svaLock, 0);
  if (pinsUsers && mmputInUnbind === 'after-unlock') {
    const last = mmput(k, mm);
    if (last) yield* last;
  }
}
