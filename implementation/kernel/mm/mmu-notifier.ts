import type { Kernel } from '../kernel.ts';
import { callSrcu } from '../machine/srcu.ts';
import type { Call, Rest } from '../machine/pause.ts';
import type { Ptr } from '../machine/slab.ts';
import { armSmmuMmRelease } from '../iommu/arm-smmu-v3/sva.ts';
import { mmdrop, mmgrab } from './mm.ts';

/** mm/mmu_notifier.c. The only subscriber here is the SMMU driver. */

/**
 * mmu_notifier_register, under mmap_lock: the caller holds mm_users; the subscription keeps the struct alive. The first of
 * an mm allocates the list of its subscriptions, which stays until the mm goes. False: no memory for it.
 */
export function mmuNotifierRegister(k: Kernel, notifier: Ptr, mm: Ptr): boolean | Call<boolean> {
  const { index } = k.mms.at(mm, 'mmu_notifier_register');
  const wait = k.locks.lock(k.mmapLock, index, 'mmu_notifier_register');
  return wait ? registerLater(k, notifier, mm, wait) : registerLocked(k, notifier, mm);
}

function* registerLater(k: Kernel, notifier: Ptr, mm: Ptr, wait: Call<void>): Call<boolean> {
  yield* wait;
  return registerLocked(k, notifier, mm);
}

function registerLocked(k: Kernel, notifier: Ptr, mm: Ptr): boolean {
  const isRegistered = register(k, notifier, mm);
  k.locks.unlock(k.mmapLock, k.mms.at(mm, 'mmu_notifier_register').index);
  return isRegistered;
}

function register(k: Kernel, notifier: Ptr, mm: Ptr): boolean {
  const owner = k.mms.at(mm, 'mmu_notifier_register');
  if (owner.subscriptions === 0) {
    if (k.machine.allocationFails('mmu_notifier_subscriptions')) return false;
    owner.subscriptions = 1;
  }
  mmgrab(k, mm);
  const n = k.notifiers.at(notifier, 'mmu_notifier_register');
  n.mm = mm;
  n.subscribed = 1;
  return true;
}

/** mmu_notifier_release, first step of exit_mmap: every subscriber's release() runs, then all are unlinked. */
export function mmuNotifierRelease(k: Kernel, mm: Ptr): Rest {
  for (const n of k.notifiers.rows)
    if (n.live !== 0 && n.subscribed !== 0 && n.mm === mm) return releaseAll(k, mm);
  return undefined;
}

/** In a read-side section of the SRCU domain: a notifier that is put meanwhile is not freed. */
function* releaseAll(k: Kernel, mm: Ptr): Call<void> {
  k.srcu.readers++;
  for (const n of k.notifiers.rows)
    if (n.live !== 0 && n.subscribed !== 0 && n.mm === mm)
      yield* armSmmuMmRelease(k, k.notifiers.pointer(n), mm);
  for (const n of k.notifiers.rows) if (n.live !== 0 && n.mm === mm) n.subscribed = 0;
  k.srcu.readers--;
}

/** mmu_notifier_put: unlink now, free after a grace period. Does not sleep. */
export function mmuNotifierPut(k: Kernel, notifier: Ptr): void {
  k.notifiers.at(notifier, 'mmu_notifier_put').subscribed = 0;
  callSrcu(k, notifier);
}

/** The SRCU callback: ops->free_notifier(), then the reference that register took. Must not sleep. */
export function mmuNotifierFreeRcu(k: Kernel, notifier: Ptr): void {
  const { mm } = k.notifiers.at(notifier, 'mmu_notifier_free_rcu');
  k.notifiers.free(notifier, 'arm_smmu_mmu_notifier_free');
  mmdrop(k, mm);
}
