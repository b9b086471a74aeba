import type { Kernel } from '../kernel.ts';
import { EINVAL, ENODEV, ENOMEM, EPERM } from '../machine/errno.ts';
import type { Call } from '../machine/pause.ts';
import type { Ptr } from '../machine/slab.ts';
import { point } from '../machine/wait.ts';
import { isOver } from '../mm/mlock.ts';
import { mmput } from '../mm/mm.ts';
import { getPin, isReserved, type Pfn, putPfn } from '../mm/page.ts';
import { mmOfTask, rlimitMemlock } from '../process/task-struct.ts';
import { getOwnerMm, lockAcct, lockAcctOfTask, mayExceed } from './accounting.ts';
import { isError, vaddrGetPfn, vpfnOfFrame } from './pfn.ts';
import { vfioPoints } from './points.ts';
import {
  type VfioDma,
  findDma,
  findVpfn,
  framed,
  iommuPte,
  setFrame,
  type VfioPfn,
} from './tables.ts';

/** vfio_iommu_type1_pin_pages and its counterpart: pin pages for drivers, one by one. */

/** Whether this page already counts at this IOVA, because the IOMMU has pinned it. */
function isCountedByIommu(
  k: Kernel,
  iommu: Ptr,
  dma: VfioDma,
  iova: number,
  pfn: Pfn,
  where: string,
): boolean {
  const hasIommu = k.vfio.iommus.at(iommu, where).domain !== 0;
  if (k.switches.pageCounts === 'by-who-pins') return hasIommu;
  const mapped = hasIommu && dma.mapped !== 0 ? framed(iommuPte(k, iommu, iova, where)) : 0;
  if (mapped === 0 || isReserved(mapped)) return false;
  return mapped === pfn || k.switches.pageCounts === 'once-per-iova';
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

function lookUp(k: Kernel, iommu: Ptr, iova: number): VfioDma | undefined {
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
  const { external } = k.vfio.iommus.at(iommu, 'vfio_iommu_type1_pin_pages');
  const attacher =
    k.switches.externalOwner === 'attacher'
      ? k.vfio.domains.at(external, 'vfio_iommu_type1_pin_pages').task
      : 0;
  const mm = attacher === 0 ? getOwnerMm(k, dma) : mmOfTask(k, attacher, '__vfio_pin_page_local');
  if (mm === 0) return ENODEV;
  // Where the limit is tested early, the capability is read before the page is looked up.
  const isFree = testsEarly(k) && mayExceed(k, dma, attacher === 0 ? dma.task : attacher);
  const page = yield* pinExternal(k, iommu, dma, iova, mm, attacher, isFree);
  if (attacher === 0) yield* mmput(k, mm);
  if (typeof page === 'number') return page;
  return yield* addToPfnList(k, iommu, dma, iova, attacher, page);
}

/** A page that a driver has pinned already. 0 or an error. */
function* pinAgain(k: Kernel, iommu: Ptr, dma: VfioDma, vpfn: VfioPfn): Call<number> {
  const pfn = framed(vpfn);
  if (k.switches.externalCharge === 'per-reference' && !isReserved(pfn)) {
    const where = 'vfio_iommu_type1_pin_pages';
    const isCharged = !isCountedByIommu(k, iommu, dma, vpfn.iova, pfn, where);
    const ret = isCharged ? yield* lockAcct(k, dma, 1) : 0;
    if (ret < 0) return ret;
  }
  if (k.switches.externalPin === 'per-reference') getPin(k, pfn, 'get_user_pages');
  vpfn.refs++;
  return 0;
}

/**
 * Whether the limit is tested before mmap_lock is taken to charge a page, where a charge does not test it: until v4.11. Since then
 * it is tested only under that lock.
 */
function testsEarly({ switches }: Kernel): boolean {
  return switches.limitTest === 'before' || switches.charge !== 'waits';
}

/** Whether the limit refuses a page before that. */
function isRefusedEarly(k: Kernel, mm: Ptr, task: Ptr, counts: boolean): boolean {
  if (!testsEarly(k)) return false;
  if (!counts && k.switches.externalLimit === 'if-counted') return false;
  return isOver(k, mm, 1, rlimitMemlock(k, task));
}

/** A page that is pinned and charged, but not yet recorded. */
interface ExternalPage {
  readonly pfn: Pfn;
  /** What was charged for it. */
  readonly pages: number;
  /** The node of its frame, where nodes are found by frame. */
  readonly sameFrame: VfioPfn | undefined;
}

/** vfio_pin_page_external: the page, or an error. */
function* pinExternal(
  k: Kernel,
  iommu: Ptr,
  dma: VfioDma,
  iova: number,
  mm: Ptr,
  attacher: Ptr,
  isFree: boolean,
): Call<ExternalPage | number> {
  const pfn = yield* vaddrGetPfn(k, mm, dma.address + (iova - dma.iova));
  if (isError(pfn)) return pfn;
  const task = attacher === 0 ? dma.task : attacher;
  const sameFrame = k.switches.pfnList === 'by-frame' ? vpfnOfFrame(k, iommu, pfn) : undefined;
  const isNew = sameFrame === undefined || k.switches.externalCharge === 'per-reference';
  const counts = !isCountedByIommu(k, iommu, dma, iova, pfn, 'vfio_iommu_type1_pin_pages');
  const pages = counts && isNew && !isReserved(pfn) ? 1 : 0;
  if (!isReserved(pfn) && !isFree && isRefusedEarly(k, mm, task, pages > 0)) {
    putPfn(k, pfn, 'vfio_pin_page_external');
    return ENOMEM;
  }
  yield* point(k, vfioPoints.limitTested);
  const ret =
    attacher === 0 ? yield* lockAcct(k, dma, pages) : yield* lockAcctOfTask(k, attacher, pages);
  if (ret < 0) {
    putPfn(k, pfn, 'vfio_pin_page_external');
    return ret;
  }
  return { pfn, pages, sameFrame };
}

/** vfio_add_to_pfn_list, and what undoes the pin if that fails. 0 or an error. */
function* addToPfnList(
  k: Kernel,
  iommu: Ptr,
  dma: VfioDma,
  iova: number,
  attacher: Ptr,
  { pfn, pages, sameFrame }: ExternalPage,
): Call<number> {
  if (sameFrame !== undefined) {
    // The page was pinned before its node was found.
    if (k.switches.externalPin === 'per-page') putPfn(k, pfn, 'vfio_pin_page_external');
    sameFrame.refs++;
    return 0;
  }
  const node = k.vfio.pfns.alloc();
  if (node === 0) {
    if (k.switches.pinNodeUnwind === 'by-lookup') return ENOMEM;
    putPfn(k, pfn, 'vfio_iommu_type1_pin_pages');
    if (attacher === 0) yield* lockAcct(k, dma, -pages);
    else yield* lockAcctOfTask(k, attacher, -pages);
    return ENOMEM;
  }
  const vpfn = k.vfio.pfns.at(node, 'vfio_add_to_pfn_list');
  if (k.switches.pfnList === 'by-frame')
    vpfn.domain = k.vfio.iommus.at(iommu, 'vfio_link_pfn').external;
  else vpfn.dma = k.vfio.dmas.pointer(dma);
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

/** vfio_unpin_page_external: drops one reference; with the last one the page is unpinned. */
function* unpinOneForDriver(k: Kernel, iommu: Ptr, iova: number): Call<void> {
  const dma = lookUp(k, iommu, iova);
  const { external } = k.vfio.iommus.at(iommu, 'vfio_unpin_page_external');
  const vpfn =
    k.switches.pfnList === 'by-iova'
      ? dma && findVpfn(k, dma, iova)
      : k.vfio.pfns.rows.find((p) => p.live !== 0 && p.domain === external && p.iova === iova);
  if (vpfn === undefined) return;
  yield* unpinVpfn(k, iommu, dma, vpfn, true);
}

/** Drops one reference of a driver. @param isCredited - whether a page that counted is credited */
export function* unpinVpfn(
  k: Kernel,
  iommu: Ptr,
  dma: VfioDma | undefined,
  vpfn: VfioPfn,
  isCredited: boolean,
): Call<void> {
  const { switches } = k;
  const isLast = --vpfn.refs === 0;
  const pfn = framed(vpfn);
  const { iova } = vpfn;
  if (isLast) k.vfio.pfns.free(k.vfio.pfns.pointer(vpfn), 'vfio_remove_from_pfn_list');
  // In v9 each pin took a reference; since then a node has one.
  const isPut = isLast || switches.externalPin === 'per-reference';
  const unlocked = isPut ? putPfn(k, pfn, 'vfio_unpin_page_external') : 0;
  const counted = isLast || switches.externalCharge === 'per-reference' ? unlocked : 0;
  if (counted === 0 || !isCredited) return;
  if (switches.externalOwner === 'attacher') {
    const { external, domain } = k.vfio.iommus.at(iommu, 'vfio_unpin_pfn');
    if (domain === 0)
      yield* lockAcctOfTask(k, k.vfio.domains.at(external, 'vfio_unpin_pfn').task, -1);
    return;
  }
  const where = 'vfio_iommu_type1_unpin_pages';
  if (dma !== undefined && !isCountedByIommu(k, iommu, dma, iova, pfn, where))
    yield* lockAcct(k, dma, -1);
}
