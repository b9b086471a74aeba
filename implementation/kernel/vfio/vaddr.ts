import type { Kernel } from '../kernel.ts';
import { EBUSY, EINVAL, ENOENT, ENOMEM } from '../machine/errno.ts';
import type { Call } from '../machine/pause.ts';
import type { Ptr } from '../machine/slab.ts';
import { whileHeld } from '../machine/wait.ts';
import { current, noTask } from '../process/task.ts';
import { mmapWriteLock, mmapWriteUnlock, isOver } from '../mm/mlock.ts';
import { mmdrop, mmgetNotZero, mmgrab, mmput } from '../mm/mm.ts';
import { accountOf } from '../mm/page.ts';
import {
  getTaskStruct,
  isCapable,
  leaderOf,
  putTaskStruct,
  rlimitMemlock,
  structOf,
} from '../process/task-struct.ts';
import { keepsMm, ownerMm } from './accounting.ts';
import { lockIommu, unlockIommu } from './iommu-lock.ts';
import { type VfioDma, findDma } from './tables.ts';

/** Hands over the virtual address of a mapping, for an update of the program that uses it (VFIO_DMA_MAP_FLAG_VADDR). */

/** VFIO_DMA_UNMAP_FLAG_VADDR of one mapping. Pages, or an error. */
export function* invalidateVaddr(k: Kernel, iommu: Ptr, iova: number): Call<number> {
  yield* lockIommu(k, iommu, 'vfio_dma_do_unmap');
  const ret = invalidate(k, iommu, iova);
  unlockIommu(k, iommu, 'vfio_dma_do_unmap');
  return ret;
}

function invalidate(k: Kernel, iommu: Ptr, iova: number): number {
  const i = k.vfio.iommus.at(iommu, 'vfio_dma_do_unmap');
  if (k.switches.vaddrWithMediated !== 'waited-for' && i.external !== 0) return EBUSY;
  const dma = findDma(k, iommu, iova, 1);
  if (dma === undefined) return 0;
  // In the midst of a mapping: v2 refuses to divide it, v1 does nothing.
  if (dma.iova !== iova) return i.v2 === 0 ? 0 : EINVAL;
  if (dma.vaddrInvalid !== 0) return EINVAL;
  dma.vaddrInvalid = 1;
  i.vaddrInvalid++;
  k.vfio.vaddrWaits[i.index]!.owner = noTask(k).index + 1;
  return 0;
}

/** VFIO_DMA_MAP_FLAG_VADDR of one mapping. 0 or an error. */
export function* updateVaddr(k: Kernel, iommu: Ptr, iova: number, address: number): Call<number> {
  yield* lockIommu(k, iommu, 'vfio_dma_do_map');
  const ret = yield* update(k, iommu, iova, address);
  unlockIommu(k, iommu, 'vfio_dma_do_map');
  return ret;
}

function* update(k: Kernel, iommu: Ptr, iova: number, address: number): Call<number> {
  const dma = findDma(k, iommu, iova, 1);
  if (dma === undefined) return ENOENT;
  if (dma.vaddrInvalid === 0 || dma.iova !== iova) return EINVAL;
  const ret = k.switches.vaddrUpdate === 'changes-owner' ? yield* changeOwner(k, dma) : 0;
  if (ret < 0) return ret;
  dma.address = address;
  dma.vaddrInvalid = 0;
  vaddrIsKnown(k, iommu);
  return 0;
}

/** One fewer mapping has an unknown address; after the last one, the waiting tasks continue. */
export function vaddrIsKnown(k: Kernel, iommu: Ptr): void {
  const i = k.vfio.iommus.at(iommu, 'vfio_dma_do_map');
  if (--i.vaddrInvalid === 0) k.vfio.vaddrWaits[i.index]!.owner = 0;
}

/** vfio_wait (v5.12 to v6.2): waits until every mapping has an address again, which no program has to set. */
export function* waitForVaddr(k: Kernel, iommu: Ptr): Call<void> {
  const lock = k.vfio.vaddrWaits[k.vfio.iommus.at(iommu, 'vfio_wait').index]!;
  yield* whileHeld(lock, 'vfio_wait', 'a virtual address');
}

/** vfio_change_dma_owner: the new mm is charged within its limit, then the old one is credited, if it still exists. */
function* changeOwner(k: Kernel, dma: VfioDma): Call<number> {
  const task = current(k);
  const { mm } = task;
  const keeps = keepsMm(k);
  const old = keeps ? dma.mm : ownerMm(k, dma, 'vfio_change_dma_owner');
  if (mm === old) return 0;
  const leader = leaderOf(k, structOf(k, task));
  const capable = isCapable(k, structOf(k, task));
  const ret = yield* mmLockAcct(k, mm, leader, capable, dma.lockedVm);
  if (ret < 0) return ret;
  if (old !== 0 && mmgetNotZero(k, old)) {
    // What it answers is ignored.
    yield* mmLockAcct(k, old, dma.task, dma.lockCap !== 0, -dma.lockedVm);
    yield* mmput(k, old);
  }
  if (dma.task !== leader) {
    getTaskStruct(k, leader);
    putTaskStruct(k, dma.task);
    dma.task = leader;
  }
  if (keeps) mmgrab(k, mm);
  dma.mm = mm;
  dma.lockCap = capable ? 1 : 0;
  if (keeps) mmdrop(k, old);
  return 0;
}

/** mm_lock_acct: the lock is taken also for no page. Only a charge meets the limit, and a count below zero is a credit. */
function* mmLockAcct(k: Kernel, mm: Ptr, task: Ptr, capable: boolean, pages: number): Call<number> {
  yield* mmapWriteLock(k, mm, 'vfio_change_dma_owner');
  const isRefused = pages > 0 && !capable && isOver(k, mm, pages, rlimitMemlock(k, task));
  if (!isRefused) accountOf(k, mm).lockedVm += pages;
  mmapWriteUnlock(k, mm, 'vfio_change_dma_owner');
  return isRefused ? ENOMEM : 0;
}
