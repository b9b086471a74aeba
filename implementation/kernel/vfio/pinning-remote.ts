import type { Kernel } from '../kernel.ts';
import { ENOMEM, ESRCH } from '../machine/errno.ts';
import type { Call } from '../machine/pause.ts';
import type { Ptr } from '../machine/slab.ts';
import { point } from '../machine/wait.ts';
import { isOver } from '../mm/mlock.ts';
import { mmgetNotZero, mmput } from '../mm/mm.ts';
import { isBehind, isReserved, type Pfn, putPfn } from '../mm/page.ts';
import { current } from '../process/task.ts';
import { rlimitMemlock, structOf } from '../process/task-struct.ts';
import { limitOf, lockAcct, mayExceed, ownerMm } from './accounting.ts';
import { isError, nextOfCall, vaddrGetPfn, vpfnOfFrame } from './pfn.ts';
import { vfioPoints } from './points.ts';
import { type VfioDma, findVpfn, framed } from './tables.ts';

/** vfio_pin_pages_remote and its counterpart: pin pages for the IOMMU, run by run. */

/** The pages that one call has found (struct vfio_batch, v5.12). Before, a call finds one page, and none is left for the next run. */
export interface Batch {
  /** The page that it still holds for the next run. */
  left: Pfn;
  /** Whether that page is pinned. */
  isPinned: boolean;
  /** The last page that was put into it. */
  last: Pfn;
  /** Whether that was the first page of its call. */
  isFirst: boolean;
  /** Whether that call may have found the page after it too. */
  goesOn: boolean;
}

export function newBatch(): Batch {
  return { left: 0, isPinned: false, last: 0, isFirst: true, goesOn: false };
}

/** vfio_batch_unpin: after a failure. */
export function unpinBatch(k: Kernel, batch: Batch): void {
  k.machine.enters('vfio_batch_unpin');
  if (batch.isPinned) putPfn(k, batch.left, 'vfio_batch_unpin');
  batch.left = 0;
  batch.isPinned = false;
}

/** Whether this page already counts at this IOVA, because a driver has pinned it. */
function isCountedByDriver(k: Kernel, iommu: Ptr, dma: VfioDma, iova: number, pfn: Pfn): boolean {
  if (k.switches.pfnList === 'by-frame') return vpfnOfFrame(k, iommu, pfn) !== undefined;
  const vpfn = findVpfn(k, dma, iova);
  if (vpfn === undefined) return false;
  if (k.switches.pageCounts === 'by-who-pins') return true;
  const pinned = framed(vpfn);
  return pinned === pfn || (k.switches.pageCounts === 'once-per-iova' && !isReserved(pinned));
}

/**
 * vfio_pin_pages_remote: pins pages of the mapping from page `first` on and before page `end`, as long as they are adjacent, and
 * charges them together. Frames, or an error.
 */
export function* pinRun(
  k: Kernel,
  iommu: Ptr,
  dma: VfioDma,
  first: number,
  end: number,
  batch: Batch,
): Call<Pfn[] | number> {
  const mm = yield* memoryOf(k, dma);
  if (mm < 0) {
    unpinBatch(k, batch);
    return mm;
  }
  const ret = yield* pinRunIn(k, iommu, dma, first, end, batch, mm);
  if (mm !== current(k).mm) yield* mmput(k, mm);
  return ret;
}

/** The mm in which the pages are looked up, with a reference if it is not that of the caller; or an error. */
function* memoryOf(k: Kernel, dma: VfioDma): Call<Ptr> {
  const own = current(k).mm;
  const owner = ownerMm(k, dma, 'vfio_pin_pages_remote');
  if (owner === own) return own;
  if (k.switches.replayDeadOwner === 'refused') {
    if (owner === 0 || !mmgetNotZero(k, owner)) return ESRCH;
    if (k.switches.replayMm === 'of-owner') return owner;
    yield* mmput(k, owner);
    return own;
  }
  if (k.switches.replayMm === 'of-current') return own;
  return owner !== 0 && mmgetNotZero(k, owner) ? owner : own;
}

function* pinRunIn(
  k: Kernel,
  iommu: Ptr,
  dma: VfioDma,
  first: number,
  end: number,
  batch: Batch,
  mm: Ptr,
): Call<Pfn[] | number> {
  const { switches } = k;
  const isOwn = mm === current(k).mm;
  const task = isOwn ? structOf(k, current(k)) : dma.task;
  const limit = isOwn ? rlimitMemlock(k, task) : limitOf(k, dma);
  const run: Pfn[] = [];
  let next: Pfn = 0;
  let count = 0;
  let error = 0;
  let isRefused = false;
  for (let i = first; i < end; i++) {
    const pfn = yield* nextPfn(k, dma, i, batch, mm);
    if (isError(pfn)) {
      error = pfn;
      break;
    }
    const head = run[0];
    const previous = run.at(-1);
    if (
      head !== undefined &&
      (isReserved(head) !== isReserved(pfn) || !isBehind(k, pfn, previous!))
    ) {
      next = pfn;
      if (switches.pageLookup === 'page-by-page') putPfn(k, next, 'vfio_pin_pages_remote');
      break;
    }
    const counts = !isReserved(pfn) && !isCountedByDriver(k, iommu, dma, dma.iova + i, pfn);
    const isTested =
      counts || (run.length === 0 && !isReserved(pfn) && switches.firstPageLimit === 'always');
    if (counts && switches.refusedPage === 'counted') count++;
    const more = switches.refusedPage === 'counted' && counts ? count : count + 1;
    if (isTested && !mayExceed(k, dma, task) && isOver(k, mm, more, limit)) {
      putPfn(k, pfn, 'vfio_pin_pages_remote');
      error = ENOMEM;
      isRefused = true;
      break;
    }
    if (counts && switches.refusedPage !== 'counted') count++;
    run.push(pfn);
  }
  if (run.length === 0) return error;
  if (error !== 0 && undoesRun(k, isRefused)) {
    for (const pfn of run) putPfn(k, pfn, 'vfio_pin_pages_remote');
    return error;
  }
  yield* point(k, vfioPoints.limitTested);
  const ret = yield* lockAcct(k, dma, count, 'pin');
  if (next !== 0 && switches.pageLookup === 'one-call') leaveForNext(k, next, batch);
  if (ret < 0 && switches.limitTest === 'when-charging') {
    for (const pfn of run) putPfn(k, pfn, 'vfio_pin_pages_remote');
    unpinBatch(k, batch);
    return ret;
  }
  return run;
}

/**
 * Whether a call that fails at a later page gives back the pages before it. Otherwise they are charged and mapped, and the next
 * call fails: until v4.11 if the limit refuses the page, until v5.11 if it is not there.
 */
function undoesRun({ switches }: Kernel, isRefused: boolean): boolean {
  return isRefused ? switches.limitTest === 'when-charging' : switches.laterPage === 'undoes-run';
}

/** The next page: one that the batch still holds, or one more from memory. */
function* nextPfn(k: Kernel, dma: VfioDma, i: number, batch: Batch, mm: Ptr): Call<Pfn> {
  const { left } = batch;
  if (left !== 0) {
    batch.left = 0;
    batch.isPinned = false;
    return left;
  }
  const found = batch.goesOn ? nextOfCall(k, mm, dma.address + i) : 0;
  const pfn = found === 0 ? yield* vaddrGetPfn(k, mm, dma.address + i) : found;
  batch.isFirst = found === 0;
  batch.goesOn = pfn > 0 && k.switches.pageLookup === 'one-call';
  if (pfn > 0) batch.last = pfn;
  return pfn;
}

/**
 * The run ended before this page; the next one begins with it. It stays pinned in the batch, unless it is alone there: then it may
 * have no struct page, without which it cannot be kept, and it is put and found again. Until v5.11 each page is put at once.
 */
function leaveForNext(k: Kernel, pfn: Pfn, batch: Batch): void {
  if (isReserved(pfn) && k.switches.batchLeftover === 'kept') {
    batch.left = batch.last;
    return;
  }
  if (!batch.isFirst) {
    batch.left = pfn;
    batch.isPinned = true;
    return;
  }
  putPfn(k, pfn, 'vfio_pin_pages_remote');
  batch.goesOn = false;
}

/** vfio_unpin_pages_remote for one page that the IOMMU no longer maps. Returns the number of pages that no longer count. */
export function unpinOne(k: Kernel, iommu: Ptr, dma: VfioDma, iova: number, pfn: Pfn): number {
  const unlocked = putPfn(k, pfn, 'vfio_unpin_pages_remote');
  if (unlocked === 0) return 0;
  // v9 checks the frame, other versions the IOVA; Linux checks only if it has to account at once.
  return k.switches.pageCounts !== 'by-who-pins' && isCountedByDriver(k, iommu, dma, iova, pfn)
    ? 0
    : 1;
}

/** Unpins a page after a failure. Returns 1 if the IOMMU’s pin of it was charged, otherwise 0. */
export function unpinAfterFailure(
  k: Kernel,
  iommu: Ptr,
  dma: VfioDma,
  iova: number,
  pfn: Pfn,
): number {
  const isCounted = !isCountedByDriver(k, iommu, dma, iova, pfn);
  return putPfn(k, pfn, 'vfio_unpin_pages_remote') !== 0 && isCounted ? 1 : 0;
}
