import type { Kernel } from '../kernel.ts';
import { EFAULT, EINVAL, ENODEV, ENOMEM, EPERM, ESRCH } from '../machine/errno.ts';
import type { Call } from '../machine/pause.ts';
import { point } from '../machine/points.ts';
import type { Ptr } from '../machine/slab.ts';
import { current } from '../machine/task.ts';
import { isOver } from '../mm/mlock.ts';
import { mmgetNotZero, mmput } from '../mm/mm.ts';
import { getPin, isBehind, isReserved, type Pfn, pfnAt, putPfn, reservedPfn } from '../mm/page.ts';
import { mmOfTask, rlimitMemlock, structOf } from '../process/task-struct.ts';
import { getOwnerMm, limitOf, lockAcct, lockAcctOfTask, mayExceed, ownerMm } from './accounting.ts';
import { type Dma, findDma, findVpfn, framed, iommuPte, setFrame, type VfioPfn } from './tables.ts';

/** Pinning pages in memory: for the IOMMU by runs of pages, for drivers one by one (vfio_iommu_type1.c). */

/** What the variable for the frame holds if nobody has set it: frame 0, which is reserved. */
const NO_FRAME = reservedPfn(40);

/** vaddr_get_pfn: faults the page in and takes a reference, unless it is reserved. A frame, or an error. */
function* vaddrGetPfn(k: Kernel, mm: Ptr, address: number, isNext = false): Call<Pfn> {
  const { index } = k.mms.at(mm, 'vaddr_get_pfn');
  // Of one call, mmap_lock is taken once for all pages (v5.12): nobody comes between them.
  const isTaken = isNext && k.locks.tryLock(k.mmapLock, index, 'vaddr_get_pfn');
  const wait = isTaken ? undefined : k.locks.lock(k.mmapLock, index, 'vaddr_get_pfn');
  if (wait) yield* wait;
  const pfn = pfnAt(k, index, address);
  const nothing = pfn !== 0 && k.machine.allocationFails('get_user_pages');
  k.locks.unlock(k.mmapLock, index);
  if (nothing) return k.switches.gupNothing === 'success' ? NO_FRAME : ENOMEM;
  if (pfn === 0) return EFAULT;
  getPin(k, pfn, 'get_user_pages');
  return pfn;
}

function isError(pfn: Pfn): boolean {
  return pfn < 0 && !isReserved(pfn);
}

/** What a batch of pages still holds for the next run (struct vfio_batch). */
export interface Batch {
  left: Pfn;
  /** The page that was put into it last. */
  last: Pfn;
}

export function newBatch(): Batch {
  return { left: 0, last: 0 };
}

/** Does the page at this IOVA count already, because of a driver? */
function isCountedByDriver(k: Kernel, iommu: Ptr, dma: Dma, iova: number, pfn: Pfn): boolean {
  if (k.switches.pfnList === 'by-frame') return vpfnOfFrame(k, iommu, pfn) !== undefined;
  const vpfn = findVpfn(k, dma, iova);
  if (vpfn === undefined) return false;
  return k.switches.pageCounts === 'by-who-pins' || !isReserved(framed(vpfn));
}

/** vfio_find_pfn of v9: in the list of the container, by frame. */
function vpfnOfFrame(k: Kernel, iommu: Ptr, pfn: Pfn): VfioPfn | undefined {
  const { external } = k.vfio!.iommus.at(iommu, 'vfio_find_pfn');
  if (external === 0) return undefined;
  return k.vfio!.pfns.rows.find((p) => p.live !== 0 && p.domain === external && framed(p) === pfn);
}

/**
 * vfio_pin_pages_remote: pins pages from page `first` of the mapping on, as long as they lie one behind the other, and
 * charges them together. Frames, or an error.
 */
export function* pinRun(
  k: Kernel,
  iommu: Ptr,
  dma: Dma,
  first: number,
  batch: Batch,
): Call<Pfn[] | number> {
  const mm = memoryOf(k, dma);
  if (mm < 0) return mm;
  const ret = yield* pinRunIn(k, iommu, dma, first, batch, mm);
  if (mm !== current(k).mm) {
    const last = mmput(k, mm);
    if (last) yield* last;
  }
  return ret;
}

/** In whose address space the pages are looked for; if it is not the caller’s own, with a reference. Or an error. */
function memoryOf(k: Kernel, dma: Dma): Ptr {
  const own = current(k).mm;
  const owner = ownerMm(k, dma, 'vfio_pin_pages_remote');
  if (owner === own) return own;
  if (k.switches.replayDeadOwner === 'refused') {
    if (owner === 0 || !mmgetNotZero(k, owner)) return ESRCH;
    if (k.switches.replayMm === 'of-owner') return owner;
    mmput(k, owner);
    return own;
  }
  if (k.switches.replayMm === 'of-current') return own;
  return owner !== 0 && mmgetNotZero(k, owner) ? owner : own;
}

function* pinRunIn(
  k: Kernel,
  iommu: Ptr,
  dma: Dma,
  first: number,
  batch: Batch,
  mm: Ptr,
): Call<Pfn[] | number> {
  const { switches } = k;
  const isOwn = mm === current(k).mm;
  const task = isOwn ? structOf(k, current(k)) : dma.task;
  const limit = isOwn ? rlimitMemlock(k, task) : limitOf(k, dma);
  const run: Pfn[] = [];
  let count = 0;
  let error = 0;
  for (let i = first; i < dma.pages; i++) {
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
      leaveForNext(k, pfn, batch);
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
      break;
    }
    if (counts && switches.refusedPage !== 'counted') count++;
    run.push(pfn);
  }
  if (run.length === 0) return error;
  // Until v4.11 what is pinned so far is charged and mapped all the same, and the next run fails.
  if (error === ENOMEM && switches.limitTest === 'when-charging') {
    for (const pfn of run) putPfn(k, pfn, 'vfio_pin_pages_remote');
    return ENOMEM;
  }
  const at = point(k.machine, 'limitTested');
  if (at) yield at;
  const ret = yield* lockAcct(k, dma, count, 'pin');
  if (ret < 0 && switches.limitTest === 'when-charging') {
    for (const pfn of run) putPfn(k, pfn, 'vfio_pin_pages_remote');
    return ret;
  }
  return run;
}

/** The next page: one that the batch still holds, or one more from memory. */
function* nextPfn(k: Kernel, dma: Dma, i: number, batch: Batch, mm: Ptr): Call<Pfn> {
  if (batch.left !== 0) {
    const pfn = batch.left;
    batch.left = 0;
    return pfn;
  }
  const pfn = yield* vaddrGetPfn(k, mm, dma.address + i, i > 0);
  if (pfn > 0) batch.last = pfn;
  return pfn;
}

/** The run ends before this page; the next one begins with it. What has no struct page cannot be kept in a batch. */
function leaveForNext(k: Kernel, pfn: Pfn, batch: Batch): void {
  if (isReserved(pfn) && k.switches.batchLeftover === 'kept') {
    batch.left = batch.last;
    return;
  }
  putPfn(k, pfn, 'vfio_pin_pages_remote');
}

/** vfio_unpin_pages_remote for one page that the IOMMU no longer maps: how many pages count less. */
export function unpinOne(k: Kernel, iommu: Ptr, dma: Dma, iova: number, pfn: Pfn): number {
  const unlocked = putPfn(k, pfn, 'vfio_unpin_pages_remote');
  if (unlocked === 0) return 0;
  // v9 asks about the frame, others about the IOVA; Linux only where it has to account at once.
  return k.switches.pageCounts === 'once-per-iova' && isCountedByDriver(k, iommu, dma, iova, pfn)
    ? 0
    : 1;
}

/** What is charged for the mapping while the IOMMU pins it, of what is unpinned on the way back from a failure. */
export function unpinAfterFailure(k: Kernel, iommu: Ptr, dma: Dma, iova: number, pfn: Pfn): number {
  const isCounted = !isCountedByDriver(k, iommu, dma, iova, pfn);
  return putPfn(k, pfn, 'vfio_unpin_pages_remote') !== 0 && isCounted ? 1 : 0;
}

/** Does the page at this IOVA count already, because the IOMMU has it? */
function isCountedByIommu(k: Kernel, iommu: Ptr, dma: Dma, iova: number): boolean {
  const hasIommu = k.vfio!.iommus.at(iommu, 'vfio_iommu_type1_pin_pages').domain !== 0;
  if (k.switches.pageCounts === 'by-who-pins') return hasIommu;
  const pfn = hasIommu && dma.mapped !== 0 ? framed(iommuPte(k, iommu, iova)) : 0;
  return pfn !== 0 && !isReserved(pfn);
}

/** vfio_iommu_type1_pin_pages, with iommu->lock held. Pages pinned, or an error. */
export function* pinForDriver(k: Kernel, iommu: Ptr, iova: number, pages: number): Call<number> {
  let ret = 0;
  let done = 0;
  while (done < pages && ret === 0) {
    ret = yield* pinOneForDriver(k, iommu, iova + done);
    if (ret === 0) done++;
  }
  if (ret === 0) return pages;
  for (let i = 0; i < done; i++) yield* unpinOneForDriver(k, iommu, iova + i);
  return ret;
}

function lookUp(k: Kernel, iommu: Ptr, iova: number): Dma | undefined {
  const dma = findDma(k, iommu, iova, 1);
  // With a size of 0 the search turns left at a mapping that begins there, and finds nothing.
  return k.switches.findDmaSize === 'zero' && dma?.iova === iova ? undefined : dma;
}

function* pinOneForDriver(k: Kernel, iommu: Ptr, iova: number): Call<number> {
  const dma = lookUp(k, iommu, iova);
  if (dma === undefined) return EINVAL;
  if (dma.writable === 0) return EPERM;
  const found = k.switches.pfnList === 'by-iova' ? findVpfn(k, dma, iova) : undefined;
  if (found !== undefined) return yield* pinAgain(k, iommu, dma, found);
  const { external } = k.vfio!.iommus.at(iommu, 'vfio_iommu_type1_pin_pages');
  const attacher =
    k.switches.externalOwner === 'attacher'
      ? k.vfio!.domains.at(external, 'vfio_iommu_type1_pin_pages').task
      : 0;
  const mm = attacher === 0 ? getOwnerMm(k, dma) : mmOfTask(k, attacher, '__vfio_pin_page_local');
  if (mm === 0) return ENODEV;
  const counts = !isCountedByIommu(k, iommu, dma, iova);
  const ret = yield* pinExternal(k, iommu, dma, iova, mm, attacher, counts);
  if (attacher === 0) {
    const last = mmput(k, mm);
    if (last) yield* last;
  }
  return ret;
}

/** A page that a driver has pinned already. 0 or an error. */
function* pinAgain(k: Kernel, iommu: Ptr, dma: Dma, vpfn: VfioPfn): Call<number> {
  const pfn = framed(vpfn);
  if (k.switches.externalCharge === 'per-reference' && !isReserved(pfn)) {
    const isCharged = !isCountedByIommu(k, iommu, dma, vpfn.iova);
    const ret = isCharged ? yield* lockAcct(k, dma, 1) : 0;
    if (ret < 0) return ret;
  }
  if (k.switches.externalPin === 'per-reference') getPin(k, pfn, 'get_user_pages');
  vpfn.refs++;
  return 0;
}

/** vfio_pin_page_external and vfio_add_to_pfn_list. 0 or an error. */
function* pinExternal(
  k: Kernel,
  iommu: Ptr,
  dma: Dma,
  iova: number,
  mm: Ptr,
  attacher: Ptr,
  counts: boolean,
): Call<number> {
  const pfn = yield* vaddrGetPfn(k, mm, dma.address + (iova - dma.iova));
  if (isError(pfn)) return pfn;
  const task = attacher === 0 ? dma.task : attacher;
  const sameFrame = k.switches.pfnList === 'by-frame' ? vpfnOfFrame(k, iommu, pfn) : undefined;
  const isNew = sameFrame === undefined || k.switches.externalCharge === 'per-reference';
  const pages = counts && isNew && !isReserved(pfn) ? 1 : 0;
  const isTested = !isReserved(pfn) && (pages > 0 || k.switches.externalLimit === 'always');
  if (isTested && !mayExceed(k, dma, task) && isOver(k, mm, 1, rlimitMemlock(k, task)))
    if (k.switches.limitTest === 'before' || pages > 0) {
      putPfn(k, pfn, 'vfio_pin_page_external');
      return ENOMEM;
    }
  const at = point(k.machine, 'limitTested');
  if (at) yield at;
  const ret =
    attacher === 0 ? yield* lockAcct(k, dma, pages) : yield* lockAcctOfTask(k, attacher, pages);
  if (ret < 0) {
    putPfn(k, pfn, 'vfio_pin_page_external');
    return ret;
  }
  if (sameFrame !== undefined) {
    // The page was pinned before it was known that there is a node for it.
    if (k.switches.externalPin === 'per-page') putPfn(k, pfn, 'vfio_pin_page_external');
    sameFrame.refs++;
    return 0;
  }
  const node = k.vfio!.pfns.alloc();
  if (node === 0) {
    if (k.switches.pinNodeUnwind === 'by-lookup') return ENOMEM;
    putPfn(k, pfn, 'vfio_iommu_type1_pin_pages');
    if (attacher === 0) yield* lockAcct(k, dma, -pages);
    else yield* lockAcctOfTask(k, attacher, -pages);
    return ENOMEM;
  }
  const vpfn = k.vfio!.pfns.at(node, 'vfio_add_to_pfn_list');
  if (k.switches.pfnList === 'by-frame')
    vpfn.domain = k.vfio!.iommus.at(iommu, 'vfio_link_pfn').external;
  else vpfn.dma = k.vfio!.dmas.pointer(dma);
  vpfn.iova = iova;
  vpfn.refs = 1;
  setFrame(vpfn, pfn);
  return 0;
}

/** vfio_iommu_type1_unpin_pages, with iommu->lock held. Pages handled. */
export function* unpinForDriver(k: Kernel, iommu: Ptr, iova: number, pages: number): Call<number> {
  for (let i = 0; i < pages; i++) {
    if (k.switches.pfnList === 'by-iova' && lookUp(k, iommu, iova + i) === undefined) return i;
    yield* unpinOneForDriver(k, iommu, iova + i);
  }
  return pages;
}

/** vfio_unpin_page_external: one reference less; with the last one the page goes. */
function* unpinOneForDriver(k: Kernel, iommu: Ptr, iova: number): Call<void> {
  const dma = lookUp(k, iommu, iova);
  const { external } = k.vfio!.iommus.at(iommu, 'vfio_unpin_page_external');
  const vpfn =
    k.switches.pfnList === 'by-iova'
      ? dma && findVpfn(k, dma, iova)
      : k.vfio!.pfns.rows.find((p) => p.live !== 0 && p.domain === external && p.iova === iova);
  if (vpfn === undefined) return;
  yield* unpinVpfn(k, iommu, dma, vpfn, true);
}

/** One reference of a driver less. @param isCredited - whether what counted is credited */
export function* unpinVpfn(
  k: Kernel,
  iommu: Ptr,
  dma: Dma | undefined,
  vpfn: VfioPfn,
  isCredited: boolean,
): Call<void> {
  const { switches } = k;
  const isLast = --vpfn.refs === 0;
  const pfn = framed(vpfn);
  const { iova } = vpfn;
  if (isLast) k.vfio!.pfns.free(k.vfio!.pfns.pointer(vpfn), 'vfio_remove_from_pfn_list');
  // In v9 each pin took a reference of its own; since then a node has one.
  const isPut = isLast || switches.externalPin === 'per-reference';
  const unlocked = isPut ? putPfn(k, pfn, 'vfio_unpin_page_external') : 0;
  const counted = isLast || switches.externalCharge === 'per-reference' ? unlocked : 0;
  if (counted === 0 || !isCredited) return;
  if (switches.externalOwner === 'attacher') {
    const { external, domain } = k.vfio!.iommus.at(iommu, 'vfio_unpin_pfn');
    if (domain === 0)
      yield* lockAcctOfTask(k, k.vfio!.domains.at(external, 'vfio_unpin_pfn').task, -1);
    return;
  }
  if (dma !== undefined && !isCountedByIommu(k, iommu, dma, iova)) yield* lockAcct(k, dma, -1);
}
