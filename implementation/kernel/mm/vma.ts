import { pointerTo } from '../../../memory/kinds.ts';
import type { World } from '../../../model/world.ts';
import { regions } from '../../../model/sva/state.ts';
import type { Kernel } from '../kernel.ts';
import { fput, getFile } from '../fs/file.ts';
import type { Call, Prompt, Rest } from '../machine/pause.ts';
import type { Machine } from '../machine/machine.ts';
import { type Ptr, IN_ORDER, Slab } from '../machine/slab.ts';
import { EFAULT, ENOMEM, EPERM } from '../machine/errno.ts';
import { uacceVmaClose } from '../uacce/uacce.ts';
import { svaOf } from '../../../model/sva/bounds.ts';

/**
 * struct vm_area_struct of a queue's region: holds a reference on the file for as long as it exists.
 * `zapped`: its page table entries were taken away (unmap_mapping_range), an access raises SIGBUS.
 */
export function vmaSlab(m: Machine, world: World) {
  return new Slab(
    m,
    'vm_area_struct',
    svaOf(world).files * regions.length + 4,
    {
      mm: pointerTo('mm_struct'),
      file: pointerTo('file'),
      queue: pointerTo('uacce_queue'),
      region: 'value',
      qp: pointerTo('hisi_qp'),
      zapped: 'value',
    },
    IN_ORDER,
  );
}

export function findVma(k: Kernel, mm: Ptr, file: Ptr, region: number): Ptr {
  for (const v of k.vmas.rows)
    if (v.live !== 0 && v.mm === mm && v.file === file && v.region === region)
      return k.vmas.pointer(v);
  return 0;
}

/** mm/mmap.c, remove_vma: the driver's close, then the file reference. */
export function* removeVma(k: Kernel, vma: Ptr): Call<void> {
  yield* uacceVmaClose(k, vma);
  const { file } = k.vmas.at(vma, 'remove_vma');
  fput(k, file);
  k.vmas.free(vma, 'remove_vma');
}

/** mm/mmap.c, vm_munmap of one area. Unmapping a hole is fine. */
export function vmMunmap(k: Kernel, mm: Ptr, file: Ptr, region: number): Prompt {
  const { index } = k.mms.at(mm, 'vm_munmap');
  const wait = k.locks.lock(k.mmapLock, index, 'vm_munmap');
  if (wait) return munmapLater(k, mm, file, region, wait);
  const vma = findVma(k, mm, file, region);
  if (vma !== 0) return munmapLocked(k, mm, vma);
  k.locks.unlock(k.mmapLock, index);
  return 0;
}

function* munmapLater(
  k: Kernel,
  mm: Ptr,
  file: Ptr,
  region: number,
  wait: Call<void>,
): Call<number> {
  yield* wait;
  return yield* munmapLocked(k, mm, findVma(k, mm, file, region));
}

function* munmapLocked(k: Kernel, mm: Ptr, vma: Ptr): Call<number> {
  if (vma !== 0) yield* removeVma(k, vma);
  k.locks.unlock(k.mmapLock, k.mms.at(mm, 'vm_munmap').index);
  return 0;
}

/** The end of exit_mmap: every mapping of the mm goes. */
export function unmapVmas(k: Kernel, mm: Ptr): Rest {
  return k.vmas.live === 0 ? undefined : removeAll(k, mm);
}

function* removeAll(k: Kernel, mm: Ptr): Call<void> {
  const { index } = k.mms.at(mm, 'exit_mmap');
  const wait = k.locks.lock(k.mmapLock, index, 'exit_mmap');
  if (wait) yield* wait;
  for (const v of k.vmas.rows)
    if (v.live !== 0 && v.mm === mm) yield* removeVma(k, k.vmas.pointer(v));
  k.locks.unlock(k.mmapLock, index);
}

/** mm/mremap.c, mremap of one area to another address. 0 or an error. */
export function mremapArea(k: Kernel, mm: Ptr, file: Ptr, region: number): Prompt {
  const { index } = k.mms.at(mm, 'mremap');
  const wait = k.locks.lock(k.mmapLock, index, 'mremap');
  return wait ? mremapLater(k, mm, file, region, wait) : mremapLocked(k, mm, file, region);
}

function* mremapLater(
  k: Kernel,
  mm: Ptr,
  file: Ptr,
  region: number,
  wait: Call<void>,
): Call<number> {
  yield* wait;
  const moved = mremapLocked(k, mm, file, region);
  return typeof moved === 'number' ? moved : yield* moved;
}

function mremapLocked(k: Kernel, mm: Ptr, file: Ptr, region: number): Prompt {
  const vma = findVma(k, mm, file, region);
  if (vma !== 0 && k.switches.uacceMremap === 'moved') return moveLocked(k, mm, vma);
  k.locks.unlock(k.mmapLock, k.mms.at(mm, 'mremap').index);
  return vma === 0 ? EFAULT : EPERM;
}

function* moveLocked(k: Kernel, mm: Ptr, vma: Ptr): Call<number> {
  const ret = yield* moveVma(k, vma);
  k.locks.unlock(k.mmapLock, k.mms.at(mm, 'mremap').index);
  return ret;
}

/**
 * mm/mremap.c, move_vma: a copy at the new address takes its own file reference, then the old area is
 * unmapped, which closes it. Returns 0 or an error.
 */
function* moveVma(k: Kernel, old: Ptr): Call<number> {
  const copy = k.vmas.alloc();
  if (copy === 0) return ENOMEM;
  const from = k.vmas.at(old, 'move_vma');
  const to = k.vmas.at(copy, 'copy_vma');
  to.mm = from.mm;
  to.file = from.file;
  to.queue = from.queue;
  to.region = from.region;
  to.qp = from.qp;
  to.zapped = from.zapped;
  getFile(k, to.file);
  yield* removeVma(k, old);
  return 0;
}
