import type { Kernel } from '../kernel.ts';
import { EACCES, EDEADLOCK, EEXIST, EINVAL, ENOMEM, ENOSPC } from '../machine/errno.ts';
import type { Call } from '../machine/pause.ts';
import { point } from '../machine/points.ts';
import type { Ptr } from '../machine/slab.ts';
import { Oops } from '../machine/splat.ts';
import { current } from '../machine/task.ts';
import { mmdrop } from '../mm/mm.ts';
import { isReserved, type Pfn } from '../mm/page.ts';
import { mmOfTask } from '../process/task-struct.ts';
import { dropOwner, lockAcct, lockAcctOfTask, takeOwner } from './accounting.ts';
import { tellDrivers } from './notify.ts';
import { newBatch, pinRun, unpinAfterFailure, unpinOne } from './pinning.ts';
import { vaddrIsKnown } from './vaddr.ts';
import { type Dma, dmasOf, findDma, framed, iommuPte, pfnsOf, setFrame } from './tables.ts';

/** drivers/vfio/vfio_iommu_type1.c: mapping and unmapping. */

export function* lockIommu(k: Kernel, iommu: Ptr, where: string): Call<void> {
  const wait = k.locks.lock(k.iommuLock, k.vfio!.iommus.at(iommu, where).index, where);
  if (wait) yield* wait;
}

export function unlockIommu(k: Kernel, iommu: Ptr, where: string): void {
  k.locks.unlock(k.iommuLock, k.vfio!.iommus.at(iommu, where).index);
}

/** Is the range empty, or does it go over the end of the IOVA space? */
function isBadRange(k: Kernel, iova: number, pages: number): boolean {
  return pages === 0 || iova + pages > k.vfio!.iovas;
}

/** What MAP_DMA asks for. */
export interface MapRequest {
  readonly iova: number;
  readonly address: number;
  readonly pages: number;
  readonly writable: boolean;
}

/** vfio_dma_do_map. 0 or an error. */
export function* doMap(k: Kernel, iommu: Ptr, request: MapRequest): Call<number> {
  if (isBadRange(k, request.iova, request.pages)) return EINVAL;
  yield* lockIommu(k, iommu, 'vfio_dma_do_map');
  const ret = yield* mapLocked(k, iommu, request);
  unlockIommu(k, iommu, 'vfio_dma_do_map');
  return ret;
}

function* mapLocked(
  k: Kernel,
  iommu: Ptr,
  { iova, address, pages, writable }: MapRequest,
): Call<number> {
  const { iommus, dmas } = k.vfio!;
  const i = iommus.at(iommu, 'vfio_dma_do_map');
  if (findDma(k, iommu, iova, pages) !== undefined) return EEXIST;
  if (k.switches.dmaLimit === 'dma-entry-limit' && i.dmaAvail === 0) return ENOSPC;
  const ptr = dmas.alloc();
  if (ptr === 0) return ENOMEM;
  i.dmaAvail--;
  const dma = dmas.at(ptr, 'vfio_dma_do_map');
  dma.iommu = iommu;
  dma.iova = iova;
  dma.address = address;
  dma.writable = writable ? 1 : 0;
  takeOwner(k, dma);
  dma.pages = pages;
  let ret = i.domain === 0 ? 0 : yield* pinMap(k, iommu, dma);
  if (ret === 0 && i.dirty !== 0) ret = newBitmap(k, dma);
  if (ret < 0) yield* removeDma(k, iommu, dma);
  return ret;
}

/** vfio_pin_map_dma: run by run. What it has done by the time it fails is undone when the mapping is removed. */
function* pinMap(k: Kernel, iommu: Ptr, dma: Dma): Call<number> {
  const batch = newBatch();
  let ret = 0;
  for (let done = 0; done < dma.pages && ret === 0;) {
    const run = yield* pinRun(k, iommu, dma, done, batch);
    if (typeof run === 'number') ret = run;
    else {
      ret = yield* iommuMap(k, iommu, dma, done, run);
      done += run.length;
    }
  }
  dma.mapped = 1;
  return ret;
}

/** vfio_iommu_map of one run; if it fails, the run is unpinned and credited. */
function* iommuMap(
  k: Kernel,
  iommu: Ptr,
  dma: Dma,
  first: number,
  run: readonly Pfn[],
): Call<number> {
  if (!k.machine.allocationFails('IOMMU page table')) {
    run.forEach((pfn, i) => setFrame(iommuPte(k, iommu, dma.iova + first + i), pfn));
    return 0;
  }
  let unlocked = 0;
  run.forEach((pfn, i) => {
    unlocked += unpinAfterFailure(k, iommu, dma, dma.iova + first + i, pfn);
  });
  yield* lockAcct(k, dma, -unlocked);
  return ENOMEM;
}

/** vfio_unmap_unpin: what the IOMMU translates for a mapping goes. Returns how many pages count less. */
function unmapUnpin(k: Kernel, iommu: Ptr, dma: Dma): number {
  if (k.vfio!.iommus.at(iommu, 'vfio_unmap_unpin').domain === 0) return 0;
  let unlocked = 0;
  for (let iova = dma.iova; iova < dma.iova + dma.pages; iova++) {
    const pte = iommuPte(k, iommu, iova);
    const pfn = framed(pte);
    if (pfn === 0) continue;
    setFrame(pte, 0);
    unlocked += unpinOne(k, iommu, dma, iova, pfn);
  }
  dma.mapped = 0;
  return unlocked;
}

/** vfio_remove_dma: unmapped, unpinned, credited, freed. */
export function* removeDma(k: Kernel, iommu: Ptr, dma: Dma): Call<void> {
  const { dmas, bitmaps, iommus } = k.vfio!;
  const ptr = dmas.pointer(dma);
  if (k.switches.sanityCheck === 'mapping-removed' && pfnsOf(k, ptr).length > 0)
    k.machine.splat('warning', 'vfio_remove_dma', 'a driver has pages of the mapping pinned');
  const unlocked = unmapUnpin(k, iommu, dma);
  yield* lockAcct(k, dma, -unlocked);
  const mm = dropOwner(k, dma);
  const i = iommus.at(iommu, 'vfio_remove_dma');
  i.dmaAvail++;
  if (dma.vaddrInvalid !== 0) vaddrIsKnown(k, iommu);
  bitmaps.free(dma.bitmap, 'vfio_dma_bitmap_free');
  dmas.free(ptr, 'vfio_remove_dma');
  if (mm !== 0) mmdrop(k, mm);
}

/** vfio_iommu_unmap_unpin_all */
export function* removeAll(k: Kernel, iommu: Ptr): Call<void> {
  for (const dma of dmasOf(k, iommu)) yield* removeDma(k, iommu, dma);
}

/** Rounds in which a driver may leave pages pinned. */
const RETRIES = 10;

/** vfio_dma_do_unmap. Pages removed, or an error. */
export function* doUnmap(k: Kernel, iommu: Ptr, iova: number, pages: number): Call<number> {
  if (isBadRange(k, iova, pages)) return EINVAL;
  yield* lockIommu(k, iommu, 'vfio_dma_do_unmap');
  const ret = yield* unmapLocked(k, iommu, iova, pages);
  unlockIommu(k, iommu, 'vfio_dma_do_unmap');
  return ret;
}

/** Does a mapping begin before the range and end in it, or begin in it and end behind? */
function bisects(k: Kernel, iommu: Ptr, iova: number, pages: number): boolean {
  const first = findDma(k, iommu, iova, 1);
  const last = findDma(k, iommu, iova + pages - 1, 1);
  return (
    (first !== undefined && first.iova !== iova) ||
    (last !== undefined && last.iova + last.pages !== iova + pages)
  );
}

function* unmapLocked(k: Kernel, iommu: Ptr, iova: number, pages: number): Call<number> {
  const { v2 } = k.vfio!.iommus.at(iommu, 'vfio_dma_do_unmap');
  let removed = 0;
  let retries = 0;
  let last: Ptr = 0;
  if (v2 !== 0 && bisects(k, iommu, iova, pages)) return EINVAL;
  for (;;) {
    const dma = findDma(k, iommu, iova, pages);
    if (dma === undefined || (v2 === 0 && iova > dma.iova)) return removed;
    if (k.switches.unmapBy === 'owner' && !isOfCaller(k, dma)) return removed;
    const ptr = k.vfio!.dmas.pointer(dma);
    if (k.switches.unmapTells === 'drivers' && pfnsOf(k, ptr).length > 0) {
      retries = ptr === last ? retries + 1 : 0;
      last = ptr;
      if (retries > RETRIES) return stuck(k);
      yield* tellDrivers(k, iommu, dma.iova, dma.pages);
      if (v2 !== 0 && bisects(k, iommu, iova, pages)) return EINVAL; // somebody mapped meanwhile
      continue;
    }
    removed += dma.pages;
    yield* removeDma(k, iommu, dma);
  }
}

/** “Task with same address space who mapped this iova range is allowed to unmap” */
function isOfCaller(k: Kernel, dma: Dma): boolean {
  const { mm } = current(k);
  const { dmaOwner } = k.switches;
  if (dmaOwner === 'current') return true;
  if (dmaOwner === 'mm-at-map' || dmaOwner === 'leader-mm-at-map') return dma.mm === mm;
  return mmOfTask(k, dma.task, 'vfio_dma_do_unmap') === mm;
}

function stuck(k: Kernel): number {
  if (k.switches.unmapStuck === 'EDEADLOCK') return EDEADLOCK;
  k.machine.splat('BUG', 'vfio_dma_do_unmap', 'a driver does not unpin');
  throw new Oops('vfio_dma_do_unmap');
}

/** vfio_iommu_replay: an IOMMU joins a container that has mappings. 0 or an error. */
export function* replay(k: Kernel, iommu: Ptr): Call<number> {
  for (const dma of dmasOf(k, iommu)) {
    const ret = yield* replayOne(k, iommu, dma);
    if (ret < 0) {
      if (k.switches.replayUnwind === 'whole') yield* unwindReplay(k, iommu);
      else forgetTranslations(k, iommu);
      return ret;
    }
    if (k.switches.replayUnwind === 'none') dma.mapped = 1;
  }
  for (const dma of dmasOf(k, iommu)) dma.mapped = 1;
  return 0;
}

function* replayOne(k: Kernel, iommu: Ptr, dma: Dma): Call<number> {
  if (dma.mapped !== 0) {
    // Left behind by an attach that failed: it is looked up in the first domain of an empty list.
    k.machine.splat('out of bounds', 'vfio_iommu_replay', 'domain_list is empty');
    return EINVAL;
  }
  const batch = newBatch();
  for (let done = 0; done < dma.pages;) {
    const run = yield* pinRun(k, iommu, dma, done, batch);
    if (typeof run === 'number') return run;
    const ret = yield* iommuMap(k, iommu, dma, done, run);
    if (ret < 0) return ret;
    done += run.length;
    const at = point(k.machine, 'replayed');
    if (at) yield at;
  }
  return 0;
}

/** Everything that this replay has mapped so far, of all mappings, is unmapped, unpinned and credited. */
function* unwindReplay(k: Kernel, iommu: Ptr): Call<void> {
  for (const dma of dmasOf(k, iommu)) {
    let unlocked = 0;
    for (let iova = dma.iova; iova < dma.iova + dma.pages; iova++) {
      const pte = iommuPte(k, iommu, iova);
      const pfn = framed(pte);
      if (pfn === 0) continue;
      setFrame(pte, 0);
      unlocked += unpinAfterFailure(k, iommu, dma, iova, pfn);
    }
    yield* lockAcct(k, dma, -unlocked);
  }
}

/** The IOMMU domain is freed, and its page tables with it. */
function forgetTranslations(k: Kernel, iommu: Ptr): void {
  for (let iova = 0; iova < k.vfio!.iovas; iova++) setFrame(iommuPte(k, iommu, iova), 0);
}

/** vfio_iommu_unmap_unpin_reaccount: the last IOMMU goes, what drivers have pinned stays and counts. */
export function* reaccount(k: Kernel, iommu: Ptr): Call<void> {
  if (k.switches.reaccount === 'credit-then-charge') {
    yield* creditThenCharge(k, iommu);
    return;
  }
  for (const dma of dmasOf(k, iommu)) {
    const unlocked = unmapUnpin(k, iommu, dma);
    yield* lockAcct(k, dma, keptByDrivers(k, dma) - unlocked);
  }
}

/** How many pages of a mapping count from now on because drivers have them, and did not before. */
function keptByDrivers(k: Kernel, dma: Dma): number {
  if (k.switches.pageCounts === 'once-per-iova') return 0;
  return pfnsOf(k, k.vfio!.dmas.pointer(dma)).filter((p) => counts(k, framed(p))).length;
}

function counts(k: Kernel, pfn: Pfn): boolean {
  return k.switches.reaccountReserved === 'counted' || !isReserved(pfn);
}

/** As v9 did it: who looks in between finds less charged than there is, and may lock that much more. */
function* creditThenCharge(k: Kernel, iommu: Ptr): Call<void> {
  for (const dma of dmasOf(k, iommu)) {
    const unlocked = ordinaryPages(k, iommu, dma);
    unmapUnpin(k, iommu, dma);
    yield* lockAcct(k, dma, -unlocked);
  }
  const at = point(k.machine, 'credited');
  if (at) yield at;
  const { external } = k.vfio!.iommus.at(iommu, 'vfio_iommu_unmap_unpin_reaccount');
  if (k.switches.externalOwner === 'attacher') {
    const nodes = k.vfio!.pfns.rows.filter(
      (p) => p.live !== 0 && (p.domain === external || isOf(k, iommu, p.dma)),
    );
    const { task } = k.vfio!.domains.at(external, 'vfio_iommu_unmap_unpin_reaccount');
    yield* lockAcctOfTask(k, task, nodes.filter((p) => counts(k, framed(p))).length, true);
    return;
  }
  for (const dma of dmasOf(k, iommu)) {
    const nodes = pfnsOf(k, k.vfio!.dmas.pointer(dma));
    yield* lockAcct(k, dma, nodes.filter((p) => counts(k, framed(p))).length, 'forced');
  }
}

function isOf(k: Kernel, iommu: Ptr, dma: Ptr): boolean {
  return dma !== 0 && k.vfio!.dmas.at(dma, 'vfio_iommu_unmap_unpin_reaccount').iommu === iommu;
}

/** Pages of a mapping that the IOMMU translates and that can be accounted. */
function ordinaryPages(k: Kernel, iommu: Ptr, dma: Dma): number {
  let n = 0;
  for (let iova = dma.iova; iova < dma.iova + dma.pages; iova++) {
    const pfn = framed(iommuPte(k, iommu, iova));
    if (pfn !== 0 && !isReserved(pfn)) n++;
  }
  return n;
}

/** A dirty bitmap for a mapping. 0 or an error. */
function newBitmap(k: Kernel, dma: Dma): number {
  dma.bitmap = k.vfio!.bitmaps.alloc();
  return dma.bitmap === 0 ? ENOMEM : 0;
}

/** VFIO_IOMMU_DIRTY_PAGES with the start or the stop flag. 0 or an error. */
export function* trackDirty(k: Kernel, iommu: Ptr, starts: boolean): Call<number> {
  // There is no dirty tracking for the first version of the interface.
  if (k.vfio!.iommus.at(iommu, 'vfio_iommu_type1_dirty_pages').v2 === 0) return EACCES;
  yield* lockIommu(k, iommu, 'vfio_iommu_type1_dirty_pages');
  const ret = starts ? startDirty(k, iommu) : stopDirty(k, iommu);
  unlockIommu(k, iommu, 'vfio_iommu_type1_dirty_pages');
  return ret;
}

/** vfio_dma_bitmap_alloc_all */
function startDirty(k: Kernel, iommu: Ptr): number {
  const i = k.vfio!.iommus.at(iommu, 'vfio_iommu_type1_dirty_pages');
  if (i.dirty !== 0) return 0;
  const all = dmasOf(k, iommu);
  for (const [n, dma] of all.entries()) {
    if (newBitmap(k, dma) === 0) continue;
    const undone = k.switches.dirtyUnwind === 'previous' ? all.slice(0, n) : [dma];
    for (const d of undone) freeBitmap(k, d);
    return ENOMEM;
  }
  i.dirty = 1;
  return 0;
}

function stopDirty(k: Kernel, iommu: Ptr): number {
  const i = k.vfio!.iommus.at(iommu, 'vfio_iommu_type1_dirty_pages');
  if (i.dirty === 0) return 0;
  i.dirty = 0;
  for (const dma of dmasOf(k, iommu)) freeBitmap(k, dma);
  return 0;
}

function freeBitmap(k: Kernel, dma: Dma): void {
  k.vfio!.bitmaps.free(dma.bitmap, 'vfio_dma_bitmap_free');
  dma.bitmap = 0;
}
