import type { Kernel } from '../kernel.ts';
import { EDEADLOCK, EINVAL } from '../machine/errno.ts';
import type { Call } from '../machine/pause.ts';
import type { Ptr } from '../machine/slab.ts';
import { Oops } from '../machine/splat.ts';
import { current } from '../process/task.ts';
import { mmOfTask } from '../process/task-struct.ts';
import { forgetNotices } from './driver.ts';
import { lockIommu, unlockIommu } from './iommu-lock.ts';
import { removeDma } from './map.ts';
import { tellDrivers } from './notify.ts';
import { type VfioDma, findDma, pfnsOf } from './tables.ts';

/** vfio_dma_do_unmap, in vfio_iommu_type1.c. */

/** The number of rounds in which a driver may leave pages pinned. */
const RETRIES = 10;

/** vfio_dma_do_unmap. Pages removed, or an error. */
export function* doUnmap(k: Kernel, iommu: Ptr, iova: number, pages: number): Call<number> {
  forgetNotices(k);
  if (isRefused(k, iova, pages)) return EINVAL;
  yield* lockIommu(k, iommu, 'vfio_dma_do_unmap');
  const ret = yield* unmapLocked(k, iommu, iova, pages);
  unlockIommu(k, iommu, 'vfio_dma_do_unmap');
  return ret;
}

/** Whether the range is empty, or wraps. Releases differ in what wraps, and in how close to the end it is noticed. */
function isRefused(k: Kernel, iova: number, pages: number): boolean {
  const { unmapRange } = k.switches;
  if (pages === 0) return true;
  const end = iova + pages;
  if (unmapRange === 'none') return false;
  const isTop = k.world.vfio!.top === true && unmapRange === 'exclusive-end';
  return isTop ? end >= k.vfio.iovas : end > k.vfio.iovas;
}

/** Whether a mapping begins before the range and ends in it, or begins in it and ends after it. */
function bisects(k: Kernel, iommu: Ptr, iova: number, pages: number): boolean {
  const first = findDma(k, iommu, iova, 1);
  const last = findDma(k, iommu, iova + pages - 1, 1);
  return (
    (first !== undefined && first.iova !== iova) ||
    (last !== undefined && last.iova + last.pages !== iova + pages)
  );
}

function* unmapLocked(k: Kernel, iommu: Ptr, iova: number, pages: number): Call<number> {
  const { v2 } = k.vfio.iommus.at(iommu, 'vfio_dma_do_unmap');
  let removed = 0;
  let retries = 0;
  let last: Ptr = 0;
  if (v2 !== 0 && bisects(k, iommu, iova, pages)) return EINVAL;
  // A range that wraps: its end is before every mapping.
  if (iova + pages > k.vfio.iovas) return 0;
  for (;;) {
    const dma = findDma(k, iommu, iova, pages);
    if (dma === undefined || (v2 === 0 && iova > dma.iova)) return removed;
    if (k.switches.unmapBy === 'owner' && !isOfCaller(k, dma)) return removed;
    const ptr = k.vfio.dmas.pointer(dma);
    if (k.switches.unmapTells === 'drivers' && pfnsOf(k, ptr).length > 0) {
      retries = ptr === last ? retries + 1 : 0;
      last = ptr;
      if (retries > RETRIES) return stuck(k);
      yield* tellDrivers(k, iommu, dma);
      if (v2 !== 0 && bisects(k, iommu, iova, pages)) return EINVAL; // another task has mapped meanwhile
      continue;
    }
    removed += dma.pages;
    yield* removeDma(k, iommu, dma);
  }
}

/** “Task with same address space who mapped this iova range is allowed to unmap” */
function isOfCaller(k: Kernel, dma: VfioDma): boolean {
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
