import type { Kernel } from '../kernel.ts';
import type { Ptr } from '../machine/slab.ts';
import type { Task } from './task.ts';
import { copyFiles } from '../fs/fdtable.ts';
import { mmAlloc, mmget } from '../mm/mm.ts';
import { copyPages } from '../mm/page.ts';
import { copyPasid } from '../mm/pasid.ts';
import { copyRegister } from './enqcmd/register.ts';
import { copyTaskStruct } from './task-struct.ts';
import { ENOMEM } from '../machine/errno.ts';
import { joinsGroup, leadsGroup } from './thread.ts';

/** include/uapi/linux/sched.h: the child shares the mm of its parent. */
export const CLONE_VM = 0x100;
/** The child shares the descriptor table of its parent. */
const CLONE_FILES = 0x400;
/** The child is of the thread group of its parent. */
const CLONE_THREAD = 0x10000;
/** The flags of pthread_create. Signals, which threads also share, are not modelled. */
export const PTHREAD = CLONE_VM | CLONE_FILES | CLONE_THREAD;

/**
 * kernel/fork.c, copy_process: the mm, the descriptor table and the thread group as `flags` say. 0 or an error.
 */
export function copyProcess(k: Kernel, parent: Task, name: number, flags = 0): number {
  k.machine.enters('copy_process');
  const mm = copyMm(k, parent, flags);
  if (mm === 0) return ENOMEM;
  const child = k.tasks.rows.find((t) => t.index < k.world.processes && t.live === 0)!;
  child.live = 1;
  child.name = name;
  child.mm = mm;
  child.activeMm = 0;
  child.works = 0;
  copyFiles(k, parent, child, (flags & CLONE_FILES) !== 0);
  if ((flags & CLONE_THREAD) !== 0) joinsGroup(k, child, parent);
  else leadsGroup(k, child);
  copyTaskStruct(k, parent, child, (flags & CLONE_THREAD) !== 0);
  copyRegister(k, parent, child);
  return 0;
}

/** copy_mm: with CLONE_VM one more user of the parent’s mm, which needs no memory; otherwise a new mm. 0 if the allocation fails. */
function copyMm(k: Kernel, parent: Task, flags: number): Ptr {
  if ((flags & CLONE_VM) === 0) return dupMm(k, parent);
  mmget(k, parent.mm);
  return parent.mm;
}

/** dup_mm: copies the parent’s mm and initialises the fields that must not be inherited; queue mappings are VM_DONTCOPY. */
function dupMm(k: Kernel, parent: Task): Ptr {
  k.machine.enters('dup_mm');
  const mm = mmAlloc(k);
  if (mm === 0) return 0;
  k.machine.enters('dup_mmap');
  copyPages(k, parent.mm, mm);
  copyPasid(k, parent.mm, mm);
  return mm;
}
