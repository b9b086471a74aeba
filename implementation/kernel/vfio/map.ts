import type { Kernel } from '../kernel.ts';
import { EEXIST, EINVAL, ENOMEM, ENOSPC } from '../machine/errno.ts';
import type { Call } from '../machine/pause.ts';
import type { Ptr } from '../machine/slab.ts';
import { mmdrop } from '../mm/mm.ts';
import type { Pfn } from '../mm/page.ts';
import { dropOwner, lockAcct, takeOwner } from './accounting.ts';
import { newBitmap } from './dirty.ts';
import { lockIommu, unlockIommu } from './iommu-lock.ts';
import { newBatch, pinRun, unpinAfterFailure, unpinBatch, unpinOne } from './pinning-remote.ts';
import {
  endOf,
  type VfioDma,
  dmasOf,
  findDma,
  framed,
  iommuPte,
  pfnsOf,
  setFrame,
} from './tables.ts';
import { vaddrIsKnown } from './vaddr.ts';

/** vfio_iommu_type1.c: mappings are made and removed. */

/** Whether the range is empty or exceeds the IOVA space. */
export function isBadRange(k: Kernel, iova: number, pages: number): boolean {
  return pages === 0 || iova + pages > k.vfio.iovas;
}

/** The arguments of MAP_DMA. */
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
  const { iommus, dmas } = k.vfio;
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
  let ret = 0;
  if (i.domain === 0) dma.pages = pages;
  else ret = yield* pinMap(k, iommu, dma, pages);
  if (ret === 0 && i.dirty !== 0) ret = newBitmap(k, dma);
  if (ret < 0) yield* removeDma(k, iommu, dma);
  return ret;
}

/** vfio_pin_map_dma: the mapping grows run by run. If a run fails, removal of the mapping undoes the finished ones. */
function* pinMap(k: Kernel, iommu: Ptr, dma: VfioDma, pages: number): Call<number> {
  k.machine.enters('vfio_pin_map_dma');
  const batch = newBatch();
  let ret = 0;
  while (dma.pages < pages && ret === 0) {
    const run = yield* pinRun(k, iommu, dma, dma.pages, pages, batch);
    if (typeof run === 'number') ret = run;
    else {
      ret = yield* iommuMap(k, iommu, dma, dma.pages, run);
      if (ret < 0) unpinBatch(k, batch);
      else dma.pages += run.length;
    }
  }
  dma.mapped = 1;
  return ret;
}

/**
 * vfio_iommu_map of one run; if it fails, the run is unpinned and credited.
 *
 * @param undoes - whether it is: the replay of older kernels returned at once
 */
export function* iommuMap(
  k: Kernel,
  iommu: Ptr,
  dma: VfioDma,
  first: number,
  run: readonly Pfn[],
  undoes = true,
): Call<number> {
  if (!k.machine.allocationFails('IOMMU page table')) {
    run.forEach((pfn, i) => setFrame(iommuPte(k, iommu, dma.iova + first + i, 'iommu_map'), pfn));
    return 0;
  }
  if (!undoes) return ENOMEM;
  let unlocked = 0;
  run.forEach((pfn, i) => {
    unlocked += unpinAfterFailure(k, iommu, dma, dma.iova + first + i, pfn);
  });
  yield* lockAcct(k, dma, -unlocked);
  return ENOMEM;
}

/** vfio_unmap_unpin: removes the translations of a mapping. Returns the number of pages that no longer count. */
export function unmapUnpin(k: Kernel, iommu: Ptr, dma: VfioDma): number {
  if (k.vfio.iommus.at(iommu, 'vfio_unmap_unpin').domain === 0) return 0;
  let unlocked = 0;
  for (let iova = dma.iova, end = endOf(k, iova, dma.pages); iova < end; iova++) {
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
export function* removeDma(k: Kernel, iommu: Ptr, dma: VfioDma): Call<void> {
  const { dmas, bitmaps, iommus } = k.vfio;
  const ptr = dmas.pointer(dma);
  if (k.switches.sanityCheck === 'mapping-removed' && pfnsOf(k, ptr).length > 0)
    k.machine.splat('warning', 'vfio_remove_dma', 'a driver has pages of the mapping pinned');
  const unlocked = unmapUnpin(k, iommu, dma);
  yield* lockAcct(k, dma, -unlocked);
  const mm = dropOwner(k, dma);
  if (mm !== 0) mmdrop(k, mm);
  const i = iommus.at(iommu, 'vfio_remove_dma');
  i.dmaAvail++;
  if (dma.vaddrInvalid !== 0) vaddrIsKnown(k, iommu);
  bitmaps.free(dma.bitmap, 'vfio_dma_bitmap_free');
  dmas.free(ptr, 'vfio_remove_dma');
}

/** vfio_iommu_unmap_unpin_all */
export function* removeAll(k: Kernel, iommu: Ptr): Call<void> {
  for (const dma of dmasOf(k, iommu)) yield* removeDma(k, iommu, dma);
}
