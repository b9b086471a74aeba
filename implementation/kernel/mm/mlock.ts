import type { Kernel } from '../kernel.ts';
import { ENOMEM, EPERM } from '../machine/errno.ts';
import type { Call } from '../machine/pause.ts';
import type { Ptr } from '../machine/slab.ts';
import { mutexLock } from '../machine/wait.ts';
import type { Task } from '../process/task.ts';
import { isCapable, rlimitMemlock, structOf } from '../process/task-struct.ts';
import { accountOf, mapPage, mapReserved, pteOf, unmapPage } from './page.ts';

/** mm/mlock.c, and the parts of mmap and munmap that affect locked memory. */

/** mmap_write_lock: a page fault that holds the lock ends meanwhile. */
export function* mmapWriteLock(k: Kernel, mm: Ptr, where: string): Call<void> {
  accountOf(k, mm).contended = 0;
  yield* mutexLock(k, k.mmapLock, k.mms.at(mm, where).index, where);
}

export function mmapWriteUnlock(k: Kernel, mm: Ptr, where: string): void {
  k.locks.unlock(k.mmapLock, k.mms.at(mm, where).index);
}

/** down_write_trylock: not while a page fault holds it. */
export function mmapWriteTrylock(k: Kernel, mm: Ptr, where: string): boolean {
  return accountOf(k, mm).contended === 0 && k.locks.tryLock(k.mmapLock, k.mms.at(mm, where).index);
}

/** Whether this many more pages would exceed a limit. locked_vm is unsigned: below zero it is larger than any limit. */
export function isOver(k: Kernel, mm: Ptr, pages: number, limit: number): boolean {
  const locked = accountOf(k, mm).lockedVm + pages;
  return locked < 0 || locked > limit;
}

/** do_mlock of one page. */
export function* doMlock(k: Kernel, task: Task, address: number): Call<number> {
  const struct = structOf(k, task);
  const capable = isCapable(k, struct);
  if (rlimitMemlock(k, struct) === 0 && !capable) return EPERM;
  const { mm } = task;
  yield* mmapWriteLock(k, mm, 'do_mlock');
  const ret = mlockLocked(k, mm, address, rlimitMemlock(k, struct), capable);
  mmapWriteUnlock(k, mm, 'do_mlock');
  return ret;
}

/**
 * Pages that are already locked are not counted twice (v4.9, 0cf2f6f6dc60): they are subtracted if the limit would refuse them. A
 * special area is skipped silently.
 */
function mlockLocked(k: Kernel, mm: Ptr, address: number, limit: number, capable: boolean): number {
  const pte = pteOf(k, k.mms.at(mm, 'do_mlock').index, address)!;
  const isRefused = isOver(k, mm, 1, limit) && isOver(k, mm, pte.mlocked === 0 ? 1 : 0, limit);
  if (isRefused && !capable) return ENOMEM;
  if (pte.page === 0) return pte.reserved === 0 ? ENOMEM : 0;
  if (pte.mlocked === 0) {
    pte.mlocked = 1;
    accountOf(k, mm).lockedVm++;
  }
  return 0;
}

export function* doMunlock(k: Kernel, task: Task, address: number): Call<number> {
  const { mm } = task;
  yield* mmapWriteLock(k, mm, 'do_munlock');
  const pte = pteOf(k, k.mms.at(mm, 'do_munlock').index, address)!;
  const isHole = pte.page === 0 && pte.reserved === 0;
  unlockPage(k, mm, pte);
  mmapWriteUnlock(k, mm, 'do_munlock');
  return isHole ? ENOMEM : 0;
}

function unlockPage(k: Kernel, mm: Ptr, pte: { mlocked: number }): void {
  if (pte.mlocked === 0) return;
  pte.mlocked = 0;
  accountOf(k, mm).lockedVm--;
}

/** do_munmap of one page: its mlock ends; pins are not checked. */
function munmapLocked(k: Kernel, mm: Ptr, index: number, address: number): void {
  if (k.switches.munmapUnlocks === 'always' || accountOf(k, mm).lockedVm !== 0)
    unlockPage(k, mm, pteOf(k, index, address)!);
  unmapPage(k, index, address);
}

/** mmap of one page at a hole, populated. */
export function* vmMmapPage(k: Kernel, task: Task, address: number, isRam: boolean): Call<number> {
  const { mm } = task;
  yield* mmapWriteLock(k, mm, 'vm_mmap_pgoff');
  const { index } = k.mms.at(mm, 'mmap');
  const pte = pteOf(k, index, address)!;
  // MAP_FIXED over the page of another task that was faster
  if (pte.page !== 0 || pte.reserved !== 0) munmapLocked(k, mm, index, address);
  if (isRam) mapPage(k, mm, address);
  else mapReserved(k, mm, address);
  mmapWriteUnlock(k, mm, 'vm_mmap_pgoff');
  return 0;
}

/** munmap of one page. */
export function* vmMunmapPage(k: Kernel, task: Task, address: number): Call<number> {
  const { mm } = task;
  yield* mmapWriteLock(k, mm, 'vm_munmap');
  const { index } = k.mms.at(mm, 'munmap');
  munmapLocked(k, mm, index, address);
  mmapWriteUnlock(k, mm, 'vm_munmap');
  return 0;
}
