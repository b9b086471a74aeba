import { enqcmdOf, hasPortals } from '../../../model/enqcmd/bounds.ts';
import { fileOperations, findFile, getFile } from '../fs/file-table.ts';
import type { Kernel } from '../kernel.ts';
import { ENODEV, ENOMEM, SIGBUS, SIGSEGV } from '../machine/errno.ts';
import type { Call } from '../machine/pause.ts';
import type { Ptr } from '../machine/slab.ts';
import { mutexLock, point } from '../machine/wait.ts';
import type { Task } from '../process/task.ts';
import { mmuNotifierInvalidateRange } from './mmu-notifier.ts';
import { mmPoints } from './points.ts';
import { type Areas, findVma, vmOperations } from './vma.ts';
import type { VmOperations } from './vm-operations.ts';

/** mm/mmap.c and mm/memory.c: an area of a file is mapped and touched, and its page table entries are removed. */

/** mmap_region: makes the area, then calls the driver; if the driver fails, the area is removed. 0 or an error. */
export function* vmMmapPgoff(
  k: Kernel,
  task: Task,
  file: Ptr,
  pgoff: number,
  pages = 1,
): Call<number> {
  const { index } = k.mms.at(task.mm, 'vm_mmap_pgoff');
  yield* mutexLock(k, k.mmapLock, index, 'vm_mmap_pgoff');
  const vma = hasTooManyAreas(k, task.mm) ? 0 : k.vmas.alloc();
  const ret = vma === 0 ? ENOMEM : yield* mmapRegion(k, task.mm, file, vma, pgoff, pages);
  if (ret < 0) k.vmas.free(vma, 'mmap_region');
  k.locks.unlock(k.mmapLock, index);
  return ret;
}

/** do_mmap: whether the mm has as many areas as it may (vm.max_map_count), of those that a world counts. */
function hasTooManyAreas(k: Kernel, mm: Ptr): boolean {
  if (!hasPortals(k.world)) return false;
  const own = k.vmas.rows.filter((v) => v.live !== 0 && v.mm === mm);
  return own.length >= enqcmdOf(k.world).portals;
}

function* mmapRegion(
  k: Kernel,
  mm: Ptr,
  file: Ptr,
  vma: Ptr,
  pgoff: number,
  pages: number,
): Call<number> {
  const fops = fileOperations(k, file, 'mmap_region');
  if (fops.mmap === undefined) return ENODEV;
  const ret = yield* fops.mmap(k, file, vma, mm, pgoff, pages);
  if (ret < 0) {
    // unmap_region: what a driver may have mapped.
    yield* mmuNotifierInvalidateRange(k, mm);
    return ret;
  }
  if (k.switches.vmaLink === 'after-driver') {
    yield* point(k, mmPoints.mmapMapped);
    link(k, vma, mm, file, pgoff);
  }
  getFile(k, file);
  return 0;
}

/** Called by fops->mmap: from here on the area has page table entries, and belongs to the driver. */
export function remapPfnRange(
  k: Kernel,
  vma: Ptr,
  ops: VmOperations,
  mm: Ptr,
  file: Ptr,
  pgoff: number,
): void {
  k.vmas.at(vma, 'remap_pfn_range').ops = k.ops.areas.numberOf(ops);
  if (k.switches.vmaLink === 'with-mapping') link(k, vma, mm, file, pgoff);
}

/** From here on unmap_mapping_range can find the area. */
function link(k: Kernel, vma: Ptr, mm: Ptr, file: Ptr, pgoff: number): void {
  const v = k.vmas.at(vma, 'mmap_region');
  v.mm = mm;
  v.file = file;
  v.region = pgoff;
}

/** unmap_mapping_range of an area: removes its page table entries, if the area can be found. Returns whether it was found. */
export function zap(v: Areas['rows'][number]): boolean {
  if (v.mm === 0) return false;
  v.zapped = 1;
  return true;
}

/**
 * The program reads memory that is mapped from a file. 0, the signal that it gets, or whose memory it reached (`VmOperations`).
 *
 * @param name - of the file in the trace
 */
export function* accessMemory(k: Kernel, task: Task, name: number, pgoff: number): Call<number> {
  return tryAccess(k, task, name, pgoff) ?? (yield* pageFault(k, task, name, pgoff));
}

/** Reads the memory if there is a page table entry; then there is no page fault, and nobody takes a lock. */
function tryAccess(k: Kernel, task: Task, name: number, pgoff: number): number | undefined {
  const vma = findVma(k, task.mm, findFile(k, name), pgoff);
  if (vma === 0 || k.vmas.at(vma, 'access').zapped !== 0) return undefined;
  return vmOperations(k, vma, 'access').access(k, vma);
}

/** handle_mm_fault. The driver has no fault handler, so no page table entry is made again. */
function* pageFault(k: Kernel, task: Task, name: number, pgoff: number): Call<number> {
  const { index } = k.mms.at(task.mm, 'page fault');
  // For reading. It is released at once, because no other reader could notice.
  yield* mutexLock(k, k.mmapLock, index, 'page fault');
  k.locks.unlock(k.mmapLock, index);
  if (findVma(k, task.mm, findFile(k, name), pgoff) === 0) return SIGSEGV;
  return tryAccess(k, task, name, pgoff) ?? SIGBUS;
}
