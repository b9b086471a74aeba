import { pointerTo } from '../../../memory/kinds.ts';
import type { Kernel } from '../kernel.ts';
import { ENOMEM, ESRCH } from '../machine/errno.ts';
import type { Call } from '../machine/pause.ts';
import type { Ptr } from '../machine/slab.ts';
import { queueWork, type WorkFunction } from '../machine/workqueue.ts';
import { point } from '../machine/wait.ts';
import { current } from '../process/task.ts';
import { isOver, mmapWriteLock, mmapWriteTrylock, mmapWriteUnlock } from '../mm/mlock.ts';
import { mmget, mmgetNotZero, mmput } from '../mm/mm.ts';
import { accountOf } from '../mm/page.ts';
import {
  getTaskMm,
  getTaskStruct,
  isCapable,
  leaderOf,
  mmOfTask,
  putTaskStruct,
  rlimitMemlock,
  structOf,
} from '../process/task-struct.ts';
import type { VfioDma } from './tables.ts';
import { vfioPoints } from './points.ts';

/** The charge for a page: drivers/vfio/vfio_iommu_type1.c, vfio_lock_acct and related functions. */

/** Stores the owner of the mapping at map time. */
export function takeOwner(k: Kernel, dma: VfioDma): void {
  const task = current(k);
  const struct = structOf(k, task);
  const { dmaOwner } = k.switches;
  dma.lockCap = isCapable(k, struct) ? 1 : 0;
  dma.task = dmaOwner === 'mapping-thread' || dmaOwner === 'current' ? struct : leaderOf(k, struct);
  if (dmaOwner !== 'current') getTaskStruct(k, dma.task);
  dma.mm = dmaOwner === 'leader-mm-at-map' ? mmOfTask(k, dma.task, 'vfio_dma_do_map') : task.mm;
  if (keepsMm(k) && dma.mm !== 0) k.mms.at(dma.mm, 'mmgrab').count++;
}

/** Whether a mapping keeps its mm (v6.3), or a task whose mm it looks up. */
export function keepsMm(k: Kernel): boolean {
  const { dmaOwner } = k.switches;
  return dmaOwner === 'mm-at-map' || dmaOwner === 'leader-mm-at-map';
}

/** The mapping is removed; the caller drops the returned mm, if any. */
export function dropOwner(k: Kernel, dma: VfioDma): Ptr {
  if (k.switches.dmaOwner !== 'current') putTaskStruct(k, dma.task);
  return keepsMm(k) ? dma.mm : 0;
}

/** The mm that now owns the mapping’s pages: 0 if it has ended, or was not recorded. */
export function ownerMm(k: Kernel, dma: VfioDma, where: string): Ptr {
  const { dmaOwner } = k.switches;
  if (dmaOwner === 'current') return current(k).mm;
  return keepsMm(k) ? dma.mm : mmOfTask(k, dma.task, where);
}

/** The task whose limit and mm count: the running task, if a switch says so and it is a process; otherwise the mapping’s task. */
function payer(k: Kernel, dma: VfioDma): Ptr {
  if (k.switches.dmaOwner !== 'current') return dma.task;
  const own = structOf(k, current(k));
  return own === 0 ? dma.task : own;
}

/** The same with a reference on the address space, for mmput; 0 if it has ended. */
export function getOwnerMm(k: Kernel, dma: VfioDma): Ptr {
  if (!keepsMm(k)) return getTaskMm(k, payer(k, dma));
  return dma.mm !== 0 && mmgetNotZero(k, dma.mm) ? dma.mm : 0;
}

/** The limit for pages that are charged for this mapping, in pages. */
export function limitOf(k: Kernel, dma: VfioDma): number {
  return rlimitMemlock(k, k.switches.dmaOwner === 'current' ? structOf(k, current(k)) : dma.task);
}

/** Whether it may lock without a limit. `task`: the task whose capability is checked, if it is checked each time. */
export function mayExceed(k: Kernel, dma: VfioDma, task: Ptr): boolean {
  return k.switches.lockCap === 'at-map' ? dma.lockCap !== 0 : isCapable(k, task);
}

/** The account: an mm, and the task whose limit and capability count. */
interface Account {
  readonly mm: Ptr;
  readonly task: Ptr;
}

/**
 * vfio_lock_acct: charges pages for a mapping to its owner, or credits them. 0 or an error. Pages of an mm that has ended
 * are credited to nobody.
 *
 * @param how - `pin`: by map or attach, which may charge differently; `forced`: whatever the limit
 */
export function* lockAcct(
  k: Kernel,
  dma: VfioDma,
  pages: number,
  how?: 'pin' | 'forced',
): Call<number> {
  const isPin = how === 'pin';
  if (pages === 0) return 0;
  if (isPin && k.switches.pinCharges === 'current') {
    const task = current(k);
    return yield* charge(k, { mm: task.mm, task: structOf(k, task) }, dma, pages);
  }
  const refersToMm = keepsMm(k);
  if (isPin && refersToMm && k.switches.replayDeadOwner === 'charged') {
    const ret = yield* charge(k, { mm: dma.mm, task: dma.task }, dma, pages);
    if (ret === 0) dma.lockedVm += pages;
    return ret;
  }
  const isReferenced = !isPin || refersToMm || k.switches.pinOwnerMm === 'referenced';
  const mm = isReferenced ? getOwnerMm(k, dma) : mmOfTask(k, dma.task, 'vfio_lock_acct');
  if (mm === 0) {
    if (k.switches.dmaCounter === 'always-kept') dma.lockedVm += pages;
    return noAccount(k);
  }
  if (!isReferenced) yield* point(k, vfioPoints.taskMmTested);
  const task = payer(k, dma);
  const ret = yield* charge(k, { mm, task }, dma, pages, how === 'forced');
  if (ret === 0) dma.lockedVm += pages;
  if (isReferenced) yield* mmput(k, mm);
  return ret;
}

/** Nobody can be charged: ESRCH, but the function that does not wait for mmap_lock returns nothing (until v4.11). */
function noAccount({ switches }: Kernel): number {
  return switches.charge === 'waits' ? ESRCH : 0;
}

/**
 * The same for the task of v9’s local address space, whose mm may end at any time.
 * Nothing is charged to a task that has exited.
 */
export function* lockAcctOfTask(
  k: Kernel,
  task: Ptr,
  pages: number,
  isForced = false,
): Call<number> {
  if (pages === 0) return 0;
  if (k.switches.taskMm === 'referenced') {
    const mm = getTaskMm(k, task);
    if (mm === 0) return noAccount(k);
    const ret = yield* charge(k, { mm, task }, undefined, pages, isForced);
    yield* mmput(k, mm);
    return ret;
  }
  if (mmOfTask(k, task, 'vfio_lock_acct') === 0) return 0;
  yield* point(k, vfioPoints.taskMmTested);
  return yield* charge(
    k,
    { mm: mmOfTask(k, task, 'vfio_lock_acct'), task },
    undefined,
    pages,
    isForced,
  );
}

/** Adds to mm->locked_vm: at once under the lock, or later. */
function* charge(
  k: Kernel,
  { mm, task }: Account,
  dma: VfioDma | undefined,
  pages: number,
  isForced = false,
): Call<number> {
  if (k.switches.charge === 'deferred-if-contended') {
    if (mmapWriteTrylock(k, mm, 'vfio_lock_acct')) {
      accountOf(k, mm).lockedVm += pages;
      mmapWriteUnlock(k, mm, 'vfio_lock_acct');
    } else queueCharge(k, mm, pages);
    return 0;
  }
  yield* mmapWriteLock(k, mm, 'vfio_lock_acct');
  const isRefused =
    pages > 0 &&
    !isForced &&
    k.switches.limitTest === 'when-charging' &&
    !(dma === undefined ? isCapable(k, task) : mayExceed(k, dma, task)) &&
    isOver(k, mm, pages, rlimitMemlock(k, task));
  if (!isRefused) accountOf(k, mm).lockedVm += pages;
  mmapWriteUnlock(k, mm, 'vfio_lock_acct');
  return isRefused ? ENOMEM : 0;
}

/** The work item cannot be allocated; the error is not reported. */
function queueCharge(k: Kernel, mm: Ptr, pages: number): void {
  const { works } = k.vfio;
  const ptr = works.alloc();
  if (ptr === 0) return;
  const work = works.at(ptr, 'vfio_lock_acct');
  mmget(k, mm);
  work.mm = mm;
  work.pages = pages;
  queueWork(k, vfioLockAcctBg, ptr);
}

/** vfio_lock_acct_bg: a charge that had to wait. */
export const vfioLockAcctBg: WorkFunction = {
  argument: ['vwork', pointerTo('vwork')],
  run: chargeLater,
};

function* chargeLater(k: Kernel, ptr: Ptr): Call<number> {
  const { works } = k.vfio;
  const { mm, pages } = works.at(ptr, 'vfio_lock_acct_bg');
  works.free(ptr, 'vfio_lock_acct_bg');
  yield* mmapWriteLock(k, mm, 'vfio_lock_acct_bg');
  accountOf(k, mm).lockedVm += pages;
  mmapWriteUnlock(k, mm, 'vfio_lock_acct_bg');
  yield* mmput(k, mm);
  return 0;
}
