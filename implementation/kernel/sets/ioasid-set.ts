import { capacityOf } from '../../../model/sets/bounds.ts';
import type { Kernel } from '../kernel.ts';
import { EBUSY, EEXIST, EINVAL, ENOENT, ENOMEM, ENOSPC, EPERM } from '../machine/errno.ts';
import type { Call } from '../machine/pause.ts';
import type { Ptr } from '../machine/slab.ts';
import { point } from '../machine/wait.ts';
import { mmdrop, mmgrab } from '../mm/mm.ts';
import { lockAllocator, takeNext, unlockAllocator } from '../ioasid/ioasid.ts';
import { findsSubscribers, losesSubscribers } from './kvm.ts';
import { setsPoints } from './points.ts';
import { isToken } from './token.ts';

/**
 * drivers/iommu/ioasid.c as the series “IOASID extensions for guest SVA” changes it (Pan: first version 2020-03-25, fourth 2021-02-27):
 * sets of PASIDs with a quota, references, and a free that waits for the last of these.
 */

type Set = ReturnType<Kernel['sets']['sets']['at']>;

/** ioasid_alloc_set, later ioasid_set_alloc: reserves `quota` PASIDs for the mm. A set or an error. */
export function* setAlloc(k: Kernel, mm: Ptr, quota: number): Call<number> {
  const isEarly = k.switches.setCapacityCheck === 'before-lock';
  if (isEarly) {
    if (quota > available(k)) return ENOSPC;
    yield* point(k, setsPoints.capacityChecked);
  }
  lockAllocator(k, 'ioasid_set_alloc');
  const set = addSet(k, mm, quota, isEarly);
  unlockAllocator(k);
  return set;
}

function addSet(k: Kernel, mm: Ptr, quota: number, isChecked: boolean): number {
  const { sets, pool } = k.sets;
  if (!isChecked && quota > available(k)) return ENOSPC;
  if (hasSet(k, mm)) return EEXIST;
  if (k.switches.setMemory === 'may-sleep') k.machine.mightSleep('ioasid_set_alloc');
  const ptr = sets.alloc();
  if (ptr === 0) return ENOMEM;
  const set = sets.at(ptr, 'ioasid_set_alloc');
  set.token = mm;
  set.mm = k.mms.at(mm, 'ioasid_set_alloc').id;
  set.quota = quota;
  pool.reserved += quota;
  if (k.switches.setPins === 'mm') mmgrab(k, mm);
  findsSubscribers(k, ptr, mm);
  return ptr;
}

/** Whether the mm has a set. One that is closed, but has PASIDs that are pending, is no longer for it. */
function hasSet({ sets, switches }: Kernel, mm: Ptr): boolean {
  const isFound = (closed: number): boolean =>
    closed === 0 || switches.setToken === 'until-it-ends';
  return sets.sets.rows.some((s) => s.live !== 0 && isToken(s, mm) && isFound(s.closed));
}

/** ioasid_capacity_avail. */
function available(k: Kernel): number {
  return capacityOf(k.world) - k.sets.pool.reserved;
}

/** ioasid_adjust_set, later ioasid_set_adjust. 0 or an error. */
export function setAdjust(k: Kernel, ptr: Ptr, quota: number): number {
  lockAllocator(k, 'ioasid_set_adjust');
  const set = k.sets.sets.at(ptr, 'ioasid_set_adjust');
  const ret = adjusted(k, set, quota);
  if (ret === 0) {
    k.sets.pool.reserved += quota - set.quota;
    set.quota = quota;
  }
  unlockAllocator(k);
  return ret;
}

function adjusted(k: Kernel, set: Set, quota: number): number {
  if (quota < set.count) return EINVAL;
  if (k.switches.setAdjust === 'whole') return quota >= available(k) ? ENOSPC : 0;
  return quota - set.quota > available(k) ? ENOSPC : 0;
}

/** ioasid_alloc in a set: a PASID or an error. */
export function* setPasidAlloc(k: Kernel, ptr: Ptr): Call<number> {
  const isEarly = k.switches.setQuotaCheck === 'before-lock';
  if (isEarly) {
    if (isFull(k, ptr)) return ENOSPC;
    yield* point(k, setsPoints.quotaChecked);
  }
  lockAllocator(k, 'ioasid_alloc');
  const pasid = !isEarly && isFull(k, ptr) ? ENOSPC : takeIn(k, ptr);
  unlockAllocator(k);
  return pasid;
}

function isFull(k: Kernel, ptr: Ptr): boolean {
  const set = k.sets.sets.at(ptr, 'ioasid_alloc');
  return set.count >= set.quota;
}

function takeIn(k: Kernel, ptr: Ptr): number {
  const set = k.sets.sets.at(ptr, 'ioasid_alloc');
  if (k.machine.allocationFails('PASID')) return ENOMEM;
  const pasid = takeNext(k, set.mm);
  if (pasid < 0) return pasid;
  if (k.machine.allocationFails('place in the set')) {
    k.ioasid.rows[pasid]!.live = 0;
    return k.switches.setStoreFails === 'answers-pasid' ? pasid : ENOMEM;
  }
  k.sets.ids[pasid]!.set = ptr;
  set.count++;
  return pasid;
}

/** ioasid_get_if_owned: a reference for bind and unbind; 0 or an error. */
export function getIfOwned(k: Kernel, pasid: number, mm: Ptr): number {
  lockAllocator(k, 'ioasid_get_if_owned');
  const ret = owned(k, pasid, mm);
  if (ret === 0) k.ioasid.rows[pasid]!.refs++;
  unlockAllocator(k);
  return ret;
}

function owned(k: Kernel, pasid: number, mm: Ptr): number {
  const id = k.sets.ids[pasid];
  if (id === undefined || k.ioasid.rows[pasid]!.live === 0) return ENOENT;
  if (id.set === 0) return EINVAL;
  if (!isToken(k.sets.sets.at(id.set, 'ioasid_get_if_owned'), mm)) return EPERM;
  return id.pending === 0 ? 0 : EBUSY;
}

/** ioasid_get: 0 or an error. */
export function pasidGet(k: Kernel, pasid: number): number {
  lockAllocator(k, 'ioasid_get');
  const row = k.ioasid.rows[pasid]!;
  const ret = row.live === 0 ? EINVAL : k.sets.ids[pasid]!.pending === 0 ? 0 : EBUSY;
  if (ret === 0) row.refs++;
  unlockAllocator(k);
  return ret;
}

/** ioasid_put: the last reference frees the PASID. */
export function pasidPut(k: Kernel, pasid: number): void {
  lockAllocator(k, 'ioasid_put');
  const ended = k.ioasid.rows[pasid]!.live === 0 ? 0 : drop(k, pasid);
  unlockAllocator(k);
  endSet(k, ended);
}

/** One reference less. The set that ends with it, or 0. */
function drop(k: Kernel, pasid: number): Ptr {
  return --k.ioasid.rows[pasid]!.refs === 0 ? erase(k, pasid) : 0;
}

/** ioasid_do_free_locked: the number is free now. The set that ends with it, or 0. */
function erase(k: Kernel, pasid: number): Ptr {
  const id = k.sets.ids[pasid]!;
  const { set: ptr } = id;
  k.ioasid.rows[pasid]!.live = 0;
  id.set = id.pending = id.svm = 0;
  const set = k.sets.sets.at(ptr, 'ioasid_do_free_locked');
  set.count--;
  const isOver = k.switches.setEnds === 'empty' || set.closed !== 0;
  return set.count === 0 && isOver ? unlinked(k, ptr) : 0;
}

/** A set that has no PASIDs is removed, under the lock. */
function unlinked(k: Kernel, ptr: Ptr): Ptr {
  const set = k.sets.sets.at(ptr, 'ioasid_set_free_locked');
  if (k.switches.setQuotaBack === 'given-back') k.sets.pool.reserved -= set.quota;
  return ptr;
}

/** The rest of its end, without the lock: the last reference on the mm may go. */
function endSet(k: Kernel, ptr: Ptr): void {
  if (ptr === 0) return;
  losesSubscribers(k, ptr);
  const { token } = k.sets.sets.at(ptr, 'ioasid_set_free');
  k.sets.sets.free(ptr, 'ioasid_set_free');
  if (k.switches.setPins === 'mm') mmdrop(k, token);
}

/**
 * ioasid_free. With references of drivers it only says so, once: `notify` runs under the lock, so it must not sleep, unless that
 * lock is a mutex.
 *
 * @param set - whose PASIDs it may free
 */
export function setPasidFree(k: Kernel, set: Ptr, pasid: number, notify: () => void): void {
  lockAllocator(k, 'ioasid_free');
  const ended = freed(k, set, pasid, notify);
  unlockAllocator(k);
  endSet(k, ended);
}

function freed(k: Kernel, set: Ptr, pasid: number, notify: () => void): Ptr {
  const id = k.sets.ids[pasid]!;
  if (id.set === 0 || (k.switches.guestFreeOf === 'own-set' && id.set !== set)) return 0;
  if (k.switches.guestFree !== 'pending') {
    if (k.switches.guestFree !== 'untold') notify();
    return erase(k, pasid);
  }
  if (id.pending !== 0) return 0;
  id.pending = 1;
  if (k.ioasid.rows[pasid]!.refs > 1) notify();
  return drop(k, pasid);
}

/** ioasid_set_free, after all of its PASIDs were freed: a set with pending ones ends with the last of them. */
export function setFree(k: Kernel, ptr: Ptr): void {
  if (!k.sets.sets.isLive(ptr) && k.switches.setEnds === 'empty') return; // it ended with its last PASID
  lockAllocator(k, 'ioasid_set_free');
  const set = k.sets.sets.at(ptr, 'ioasid_set_free');
  set.closed = 1;
  const ended = set.count === 0 ? unlinked(k, ptr) : 0;
  unlockAllocator(k);
  endSet(k, ended);
}
