import { ownName, pointerTo } from '../../../memory/kinds.ts';
import type { Kernel } from '../kernel.ts';
import type { Call } from '../machine/pause.ts';
import { type Ptr, IN_ORDER, Slab } from '../machine/slab.ts';
import { collectInWork, type WorkFunction } from '../machine/workqueue.ts';
import { current, isKernelThread } from '../process/task.ts';
import { atMost, fieldsIn } from '../embedded.ts';
import type { FileOperations } from './file-operations.ts';

/** fs/file_table.c: struct file, and how the last reference releases it. */

/**
 * struct file. `refs`: descriptors of all processes, and mappings. `name`: its name in the trace; -1 if it has none.
 * `op`: its file_operations. `nextWork`: next in a task's task_work list, or of those that wait for the work item. The driver’s fields
 * are file->private_data.
 */
type FileField = 'name' | 'refs' | 'op' | 'nextWork';
export type Files<F extends string = never> = Slab<FileField | F>;
export type File<F extends string = never> = Files<F>['rows'][number];

export function fileSlab(k: Kernel): Files {
  return new Slab<FileField>(
    k.machine,
    'file',
    atMost(k, 'file') + 6,
    {
      name: ownName('file'),
      refs: 'value',
      op: 'value',
      ...fieldsIn(k, 'file'),
      nextWork: pointerTo('file'),
    },
    IN_ORDER,
  );
}

/** The files with the fields of a driver, as that driver sees them. */
export function filesWith<F extends string>(k: Kernel): Files<F> {
  return k.files as unknown as Files<F>;
}

/** alloc_file: with one reference, for the caller. 0 if the allocation fails. */
export function allocFile(k: Kernel, op: FileOperations): Ptr {
  const file = k.files.alloc();
  if (file === 0) return 0;
  const f = k.files.at(file, 'alloc_file');
  f.name = -1;
  f.refs = 1;
  f.op = k.ops.files.numberOf(op);
  return file;
}

export function fileOperations(k: Kernel, file: Ptr, where: string): FileOperations {
  return k.ops.files.at(k.files.at(file, where).op);
}

export function findFile(k: Kernel, name: number): Ptr {
  for (const f of k.files.rows)
    if (f.live !== 0 && f.name === name && f.refs > 0) return k.files.pointer(f);
  return 0;
}

export function getFile(k: Kernel, file: Ptr): void {
  k.files.at(file, 'get_file').refs++;
}

/**
 * fput: the last reference does not release the file at once. A user task releases it on return to user mode (task_work); a
 * kernel thread leaves it to a work item, one for all of them.
 */
export function fput(k: Kernel, file: Ptr): void {
  const f = k.files.at(file, 'fput');
  if (f.refs <= 0) k.machine.splat('refcount underflow', 'fput', 'f_count');
  if (--f.refs !== 0) return;
  const task = current(k);
  if (isKernelThread(k, task)) {
    f.nextWork = collectInWork(k, delayedFput, file);
    return;
  }
  f.nextWork = task.works;
  task.works = file;
}

export const delayedFput: WorkFunction = {
  argument: ['file', pointerTo('file')],
  run: runDelayedFput,
};

/** delayed_fput: all files that wait for it. */
function* runDelayedFput(k: Kernel, newest: Ptr): Call<number> {
  yield* releaseAll(k, newest);
  return 0;
}

/** All files of a list, the one that was put last first. */
function* releaseAll(k: Kernel, newest: Ptr): Call<void> {
  for (let file = newest; file !== 0;) {
    const { nextWork } = k.files.at(file, '__fput');
    yield* fputRelease(k, file);
    file = nextWork;
  }
}

/** __fput: fops->release(), then the struct. */
function* fputRelease(k: Kernel, file: Ptr): Call<void> {
  const f = k.files.at(file, '__fput');
  yield* k.ops.files.at(f.op).release(k, f);
  k.files.free(file, '__fput');
}

/**
 * task_work_run, on return to user mode and in exit: newest first (kernel/task_work.c keeps no fifo order since v4.3). It takes
 * the whole list, so works that are added meanwhile come after all of it.
 */
export function* taskWorkRun(k: Kernel): Call<void> {
  k.machine.enters('task_work_run');
  const task = current(k);
  while (task.works !== 0) {
    const newest = task.works;
    task.works = 0;
    yield* releaseAll(k, newest);
  }
}
