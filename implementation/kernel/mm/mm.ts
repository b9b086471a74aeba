import { ownName, rowOf } from '../../../memory/kinds.ts';
import { atMost } from '../embedded.ts';
import type { Kernel } from '../kernel.ts';
import type { Call } from '../machine/pause.ts';
import { type Ptr, Slab } from '../machine/slab.ts';
import { point, whileHeld } from '../machine/wait.ts';
import { mmuNotifierRelease } from './mmu-notifier.ts';
import { forgetAccount, layOutProgram, unmapPages } from './page.ts';
import { mmPasidDrop, noPasid } from './pasid.ts';
import { mmPoints } from './points.ts';
import { removeVmas } from './vma.ts';

/**
 * struct mm_struct. `users` counts the tasks that use the address space, `count` the references to the struct; all
 * users together hold one of those. `subscriptions`: the list of its notifiers was allocated. `owner`: the holder of
 * mmap_lock. `mapped`: its pages and page tables exist. `id` counts up from 1 with every mm and stands for its page tables.
 */
export function mmSlab(k: Kernel) {
  return new Slab(k.machine, 'mm_struct', k.world.processes + atMost(k, 'mm_struct') + 12, {
    id: ownName('mm', 1),
    users: 'value',
    count: 'value',
    pasid: 'value',
    asidPins: 'value',
    subscriptions: 'value',
    owner: rowOf('task', 1),
    mapped: 'value',
  });
}

/** kernel/fork.c, mm_init: a fresh address space with one user. 0 if the allocation fails. */
export function mmAlloc(k: Kernel): Ptr {
  const ptr = k.mms.alloc();
  if (ptr === 0) return 0;
  const mm = k.mms.at(ptr, 'mm_init');
  mm.id = ++k.counters.mms;
  mm.users = 1;
  mm.count = 1;
  mm.pasid = noPasid(k);
  mm.mapped = 1;
  return ptr;
}

/** The mm of a program that starts. 0 if the allocation fails. */
export function mmOfProgram(k: Kernel): Ptr {
  const mm = mmAlloc(k);
  if (mm !== 0) layOutProgram(k, mm);
  return mm;
}

export function mmget(k: Kernel, mm: Ptr): void {
  k.mms.at(mm, 'mmget').users++;
}

/** Fails if the address space has ended. */
export function mmgetNotZero(k: Kernel, ptr: Ptr): boolean {
  const mm = k.mms.at(ptr, 'mmget_not_zero');
  if (mm.users <= 0) return false;
  mm.users++;
  return true;
}

export function mmgrab(k: Kernel, mm: Ptr): void {
  k.mms.at(mm, 'mmgrab').count++;
}

/** kernel/fork.c, mmput: the last user tears the address space down, which may sleep. */
export function* mmput(k: Kernel, ptr: Ptr): Call<void> {
  k.machine.mightSleep('mmput');
  const mm = k.mms.at(ptr, 'mmput');
  if (mm.users <= 0) k.machine.splat('refcount underflow', 'mmput', 'mm_users');
  if (--mm.users === 0) yield* exitMm(k, ptr);
}

/**
 * __mmput: notifiers first, then pages and page tables, the mappings (->close, fput), and last the count that the users shared.
 * The TLB flush of the CPU does not reach an IOMMU: nothing in Linux turns on broadcast invalidation (BTM) of the SMMU.
 */
function* exitMm(k: Kernel, ptr: Ptr): Call<void> {
  k.machine.enters('__mmput');
  yield* point(k, mmPoints.mmputLast);
  yield* mmuNotifierRelease(k, ptr);
  unmapPages(k, ptr);
  k.mms.at(ptr, 'exit_mmap').mapped = 0;
  yield* removeVmas(k, ptr);
  if (k.switches.pasidFreeAt === 'mmput') mmPasidDrop(k, ptr);
  mmdrop(k, ptr);
}

/** mmap_read_lock by a task that is about to leave the mm: waits for a writer. No other reader could notice that it is held. */
export function* mmapReadLock(k: Kernel, mm: Ptr, where: string): Call<void> {
  const lock = k.mmapLock.locks[k.mms.at(mm, where).index]!;
  if (lock.owner !== 0) yield* whileHeld(lock, where, k.locks.nameOf(lock));
}

/** mmdrop: may be called from atomic context, so __mmdrop must not sleep either. */
export function mmdrop(k: Kernel, ptr: Ptr): void {
  const mm = k.mms.at(ptr, 'mmdrop');
  if (mm.count <= 0) k.machine.splat('refcount underflow', 'mmdrop', 'mm_count');
  if (--mm.count !== 0) return;
  if (k.switches.pasidFreeAt === 'mmdrop') mmPasidDrop(k, ptr);
  forgetAccount(k, ptr);
  k.mms.free(ptr, '__mmdrop');
}
