import { pointerTo } from '../../../memory/kinds.ts';
import type { Kernel } from '../kernel.ts';
import type { Call } from '../machine/pause.ts';
import type { Ptr, Slab } from '../machine/slab.ts';
import {
  callSrcu,
  rcuHead,
  srcuReadLock,
  srcuReadUnlock,
  synchronizeSrcu,
} from '../machine/srcu.ts';
import { mutexLock } from '../machine/wait.ts';
import { mmdrop, mmgrab } from './mm.ts';

/** mm/mmu_notifier.c */

/**
 * struct mmu_notifier, as fields of the driver’s struct that embeds it. `subscribed`: it is in the list of its mm. The
 * fields of `rcuHead` have its place in the queue of callbacks after its put.
 */
export const mmuNotifierFields = {
  mm: pointerTo('mm_struct'),
  subscribed: 'value',
  ...rcuHead,
} as const;

/** struct mmu_notifier_ops */
export interface MmuNotifierOps {
  /** The address space ends: nothing may use its page tables any more. */
  release(k: Kernel, notifier: Ptr, mm: Ptr): Call<void>;
  /** Memory of the address space was unmapped; what was cached of it must go. */
  invalidateRange(k: Kernel, notifier: Ptr): Call<void>;
  /** Must not sleep. */
  freeNotifier(k: Kernel, notifier: Ptr): void;
}

/** The notifiers of one driver. */
export interface MmuNotifiers {
  readonly slab: Slab<keyof typeof mmuNotifierFields>;
  /** The number of their ops table. */
  readonly ops: number;
}

/** Registers the notifiers of a driver with the core. @returns them, for the functions below */
export function addMmuNotifiers(
  k: Kernel,
  slab: MmuNotifiers['slab'],
  ops: MmuNotifierOps,
): MmuNotifiers {
  const notifiers = { slab, ops: k.ops.mmuNotifiers.numberOf(ops) };
  k.mmuNotifiers.push(notifiers);
  k.srcu.callbacks.push({
    heads: slab,
    invoke: (host: Kernel, notifier) => mmuNotifierFreeRcu(host, notifiers, notifier),
  });
  return notifiers;
}

/**
 * mmu_notifier_register, under mmap_lock: the caller holds mm_users; the subscription keeps the struct alive. The first of
 * an mm allocates the list of its subscriptions, which stays until the mm is freed. False: the list could not be allocated.
 */
export function* mmuNotifierRegister(
  k: Kernel,
  of: MmuNotifiers,
  notifier: Ptr,
  mm: Ptr,
): Call<boolean> {
  const { index } = k.mms.at(mm, 'mmu_notifier_register');
  yield* mutexLock(k, k.mmapLock, index, 'mmu_notifier_register');
  const isRegistered = register(k, of, notifier, mm);
  k.locks.unlock(k.mmapLock, index);
  return isRegistered;
}

function register(k: Kernel, { slab }: MmuNotifiers, notifier: Ptr, mm: Ptr): boolean {
  k.machine.enters('__mmu_notifier_register');
  const owner = k.mms.at(mm, 'mmu_notifier_register');
  if (owner.subscriptions === 0) {
    if (k.machine.allocationFails('mmu_notifier_subscriptions')) return false;
    owner.subscriptions = 1;
  }
  mmgrab(k, mm);
  const n = slab.at(notifier, 'mmu_notifier_register');
  n.mm = mm;
  n.subscribed = 1;
  return true;
}

/**
 * mmu_notifier_release, first step of exit_mmap: every subscriber's release() runs, the newest first, then all are unlinked. It is in a
 * read-side section of the SRCU domain, so a notifier that is put meanwhile is not freed. Then it waits for all other readers:
 * one that unregisters its notifier may be calling release() as well.
 */
export function* mmuNotifierRelease(k: Kernel, mm: Ptr): Call<void> {
  if (!hasSubscribers(k, mm)) return;
  k.machine.enters('mn_hlist_release');
  srcuReadLock(k);
  yield* forEachSubscriber(k, mm, (ops, n) => ops.release(k, n, mm));
  for (const { slab } of k.mmuNotifiers)
    for (const n of slab.rows) if (n.live !== 0 && n.mm === mm) n.subscribed = 0;
  srcuReadUnlock(k);
  yield* synchronizeSrcu(k, 'mmu_notifier_release');
}

/** mmu_notifier_invalidate_range, which also the end of an invalidation calls: the subscribers of the mm, the newest first, in an SRCU section. */
export function* mmuNotifierInvalidateRange(k: Kernel, mm: Ptr): Call<void> {
  if (!hasSubscribers(k, mm)) return;
  k.machine.enters('__mmu_notifier_invalidate_range');
  srcuReadLock(k);
  yield* forEachSubscriber(k, mm, (ops, n) => ops.invalidateRange(k, n));
  srcuReadUnlock(k);
}

/**
 * hlist_for_each_entry_rcu: the newest first. A notifier that is put while its callback runs keeps its ->next (hlist_del_init_rcu), so
 * the walk goes on to the one that followed it then, even if that has been put since.
 */
function* forEachSubscriber(
  k: Kernel,
  mm: Ptr,
  call: (ops: MmuNotifierOps, notifier: Ptr) => Call<void>,
): Call<void> {
  for (const { slab, ops } of k.mmuNotifiers) {
    /** When the present one was put; Infinity while it is in the list. */
    let left = Infinity;
    for (const n of slab.rows.toReversed()) {
      if (n.live === 0 || n.mm !== mm || (n.subscribed === 0 && n.tick <= left)) continue;
      yield* call(k.ops.mmuNotifiers.at(ops), slab.pointer(n));
      left = n.subscribed === 0 ? n.tick : Infinity;
    }
  }
}

function hasSubscribers(k: Kernel, mm: Ptr): boolean {
  for (const { slab } of k.mmuNotifiers)
    for (const n of slab.rows) if (n.live !== 0 && n.subscribed !== 0 && n.mm === mm) return true;
  return false;
}

/**
 * mmu_notifier_unregister: calls release(), unless the mm has ended, and waits until nobody is in a callback; then the struct is the
 * caller’s, and the reference of register is dropped.
 */
export function* mmuNotifierUnregister(
  k: Kernel,
  { slab, ops }: MmuNotifiers,
  notifier: Ptr,
): Call<void> {
  const n = slab.at(notifier, 'mmu_notifier_unregister');
  const { mm } = n;
  if (n.subscribed !== 0) {
    srcuReadLock(k);
    yield* k.ops.mmuNotifiers.at(ops).release(k, notifier, mm);
    srcuReadUnlock(k);
    n.subscribed = 0;
  }
  yield* synchronizeSrcu(k, 'mmu_notifier_unregister');
  mmdrop(k, mm);
}

/** mmu_notifier_put: unlink now, free after a grace period. Does not sleep. */
export function mmuNotifierPut(k: Kernel, { slab }: MmuNotifiers, notifier: Ptr): void {
  slab.at(notifier, 'mmu_notifier_put').subscribed = 0;
  callSrcu(k, slab.at(notifier, 'call_srcu'));
}

/** The SRCU callback: ops->free_notifier(), then the reference that register took. Must not sleep. */
function mmuNotifierFreeRcu(k: Kernel, { slab, ops }: MmuNotifiers, notifier: Ptr): void {
  const { mm } = slab.at(notifier, 'mmu_notifier_free_rcu');
  k.ops.mmuNotifiers.at(ops).freeNotifier(k, notifier);
  mmdrop(k, mm);
}
