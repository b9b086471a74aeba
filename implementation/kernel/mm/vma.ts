import { pointerTo } from '../../../memory/kinds.ts';
import { hasAllOfUacce } from '../../../model/sva/bounds.ts';
import { atMost, fieldsIn } from '../embedded.ts';
import { fput, getFile } from '../fs/file-table.ts';
import type { Kernel } from '../kernel.ts';
import type { Call } from '../machine/pause.ts';
import { type Ptr, IN_ORDER, Slab } from '../machine/slab.ts';
import { EFAULT, ENOMEM } from '../machine/errno.ts';
import { mutexLock } from '../machine/wait.ts';
import { mmuNotifierInvalidateRange } from './mmu-notifier.ts';
import type { VmOperations } from './vm-operations.ts';

/** mm/mmap.c, mm/mremap.c: areas that map a part of a file, and their removal. */

/**
 * struct vm_area_struct: holds a reference on its file for as long as it exists. `ops`: its vm_operations. `region`: which
 * part of the file (vm_pgoff). `zapped`: its page table entries were removed (unmap_mapping_range), so an access raises
 * SIGBUS. The driver’s fields are vma->vm_private_data and the memory to which the page table entries point. `cut`: only its first
 * page is left; where areas have several pages.
 */
type AreaField = 'mm' | 'file' | 'ops' | 'region' | 'zapped' | 'cut';
export type Areas<F extends string = never> = Slab<AreaField | F>;

export function vmaSlab(k: Kernel): Areas {
  return new Slab<Exclude<AreaField, 'cut'>>(
    k.machine,
    'vm_area_struct',
    atMost(k, 'vm_area_struct') + 4,
    {
      mm: pointerTo('mm_struct'),
      file: pointerTo('file'),
      ops: 'value',
      ...fieldsIn(k, 'vm_area_struct'),
      region: 'value',
      zapped: 'value',
      ...(hasAllOfUacce(k.world) ? { cut: 'value' } : {}),
    },
    IN_ORDER,
  ) as Areas;
}

/** The areas with the fields of a driver, as that driver sees them. */
export function areasWith<F extends string>(k: Kernel): Areas<F> {
  return k.vmas as unknown as Areas<F>;
}

export function vmOperations(k: Kernel, area: Ptr, where: string): VmOperations {
  return k.ops.areas.at(k.vmas.at(area, where).ops);
}

export function findVma(k: Kernel, mm: Ptr, file: Ptr, region: number): Ptr {
  for (const v of k.vmas.rows)
    if (v.live !== 0 && v.mm === mm && v.file === file && v.region === region)
      return k.vmas.pointer(v);
  return 0;
}

/** mm/mmap.c, remove_vma: the driver's close, then the file reference. */
export function* removeVma(k: Kernel, vma: Ptr): Call<void> {
  yield* vmOperations(k, vma, 'remove_vma').close(k, vma);
  const { file } = k.vmas.at(vma, 'remove_vma');
  fput(k, file);
  k.vmas.free(vma, 'remove_vma');
}

/** mm/mmap.c, vm_munmap of one area: unmap_region tells the notifiers, then the area is removed. Unmapping a hole is fine. */
export function* vmMunmap(k: Kernel, mm: Ptr, file: Ptr, region: number): Call<number> {
  const { index } = k.mms.at(mm, 'vm_munmap');
  yield* mutexLock(k, k.mmapLock, index, 'vm_munmap');
  const vma = findVma(k, mm, file, region);
  if (vma !== 0) {
    k.vmas.at(vma, '__do_munmap').zapped = 1;
    yield* mmuNotifierInvalidateRange(k, mm);
    yield* removeVma(k, vma);
  }
  k.locks.unlock(k.mmapLock, index);
  return 0;
}

/** munmap of all pages of an area but the first: splits it (__split_vma), and removes the second part; a hole if that is gone. 0 or an error. */
export function* munmapRest(k: Kernel, mm: Ptr, file: Ptr, region: number): Call<number> {
  const { index } = k.mms.at(mm, 'vm_munmap');
  yield* mutexLock(k, k.mmapLock, index, 'vm_munmap');
  const vma = findVma(k, mm, file, region);
  const isHole = vma === 0 || k.vmas.at(vma, '__do_munmap').cut !== 0;
  let ret = isHole ? 0 : (vmOperations(k, vma, '__split_vma').maySplit?.(k, vma) ?? 0);
  if (ret === 0 && !isHole) ret = yield* splitAndRemove(k, vma);
  k.locks.unlock(k.mmapLock, index);
  return ret;
}

/**
 * The second part is a copy that begins one page later in the file (vm_pgoff), with its own file reference. It is made to be removed:
 * it has left the tree, so nobody finds it, before the notifiers are told.
 */
function* splitAndRemove(k: Kernel, vma: Ptr): Call<number> {
  const second = k.vmas.alloc();
  if (second === 0) return ENOMEM;
  k.vmas.assign(second, vma, '__split_vma');
  k.vmas.at(vma, '__split_vma').cut = 1;
  const copy = k.vmas.at(second, '__split_vma');
  copy.region++;
  getFile(k, copy.file);
  const { mm } = copy;
  copy.mm = 0;
  yield* mmuNotifierInvalidateRange(k, mm);
  yield* removeVma(k, second);
  return 0;
}

/** The end of exit_mmap, after the page tables are gone: removes every mapping of the mm. */
export function* removeVmas(k: Kernel, mm: Ptr): Call<void> {
  if (k.vmas.live === 0) return;
  const { index } = k.mms.at(mm, 'exit_mmap');
  yield* mutexLock(k, k.mmapLock, index, 'exit_mmap');
  for (const v of k.vmas.rows)
    if (v.live !== 0 && v.mm === mm) yield* removeVma(k, k.vmas.pointer(v));
  k.locks.unlock(k.mmapLock, index);
}

/** mm/mremap.c, mremap of one area to another address. 0 or an error. */
export function* mremapArea(k: Kernel, mm: Ptr, file: Ptr, region: number): Call<number> {
  const { index } = k.mms.at(mm, 'mremap');
  yield* mutexLock(k, k.mmapLock, index, 'mremap');
  const vma = findVma(k, mm, file, region);
  const asksFirst = k.switches.mremapAsks === 'before-copy';
  let ret = vma === 0 ? EFAULT : 0;
  if (ret === 0 && asksFirst) ret = mayMove(k, vma);
  if (ret === 0) ret = yield* moveVma(k, vma);
  k.locks.unlock(k.mmapLock, index);
  return ret;
}

function mayMove(k: Kernel, vma: Ptr): number {
  return vmOperations(k, vma, 'move_vma').mremap?.(k, vma) ?? 0;
}

/**
 * mm/mremap.c, move_vma: a copy at the new address takes its own file reference, then the old area is unmapped, which closes
 * it. If the driver refuses only now, the copy is unmapped instead. Returns 0 or an error.
 */
function* moveVma(k: Kernel, old: Ptr): Call<number> {
  const copy = k.vmas.alloc();
  if (copy === 0) return ENOMEM;
  k.vmas.assign(copy, old, 'copy_vma');
  getFile(k, k.vmas.at(copy, 'copy_vma').file);
  yield* mmuNotifierInvalidateRange(k, k.vmas.at(old, 'move_page_tables').mm);
  const ret = k.switches.mremapAsks === 'after-copy' ? mayMove(k, copy) : 0;
  yield* removeVma(k, ret === 0 ? old : copy);
  return ret;
}
