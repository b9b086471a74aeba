import type { Kernel } from '../kernel.ts';
import { EACCES, ENOMEM } from '../machine/errno.ts';
import type { Call } from '../machine/pause.ts';
import type { Ptr } from '../machine/slab.ts';
import { lockIommu, unlockIommu } from './iommu-lock.ts';
import { type VfioDma, dmasOf } from './tables.ts';

/** VFIO_IOMMU_DIRTY_PAGES, in vfio_iommu_type1.c: records which pages were written. */

/** A dirty bitmap for a mapping. 0 or an error. */
export function newBitmap(k: Kernel, dma: VfioDma): number {
  dma.bitmap = k.vfio.bitmaps.alloc();
  return dma.bitmap === 0 ? ENOMEM : 0;
}

/** VFIO_IOMMU_DIRTY_PAGES with the start or the stop flag. 0 or an error. */
export function* trackDirty(k: Kernel, iommu: Ptr, starts: boolean): Call<number> {
  // type1 (v1) has no dirty tracking.
  if (k.vfio.iommus.at(iommu, 'vfio_iommu_type1_dirty_pages').v2 === 0) return EACCES;
  yield* lockIommu(k, iommu, 'vfio_iommu_type1_dirty_pages');
  const ret = starts ? startDirty(k, iommu) : stopDirty(k, iommu);
  unlockIommu(k, iommu, 'vfio_iommu_type1_dirty_pages');
  return ret;
}

/** vfio_dma_bitmap_alloc_all */
function startDirty(k: Kernel, iommu: Ptr): number {
  const i = k.vfio.iommus.at(iommu, 'vfio_iommu_type1_dirty_pages');
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
  const i = k.vfio.iommus.at(iommu, 'vfio_iommu_type1_dirty_pages');
  if (i.dirty === 0) return 0;
  i.dirty = 0;
  for (const dma of dmasOf(k, iommu)) freeBitmap(k, dma);
  return 0;
}

function freeBitmap(k: Kernel, dma: VfioDma): void {
  k.vfio.bitmaps.free(dma.bitmap, 'vfio_dma_bitmap_free');
  dma.bitmap = 0;
}
