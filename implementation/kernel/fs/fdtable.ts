import { setOf } from '../../../memory/kinds.ts';
import type { World } from '../../../model/world.ts';
import type { Kernel } from '../kernel.ts';
import type { Machine } from '../machine/machine.ts';
import { type Ptr, Slab } from '../machine/slab.ts';
import type { Task } from '../process/task.ts';
import { fileOperations, fput, getFile } from './file-table.ts';

/** fs/file.c: descriptor tables, and the files of descriptors. */

/**
 * struct files_struct, a descriptor table that threads share; only in worlds with threads. `count`: the number of
 * tasks that use it. In other worlds the table is part of the task.
 */
export function filesSlab(m: Machine, world: World) {
  if (world.threads !== true) return undefined;
  return new Slab(m, 'files_struct', world.processes, { count: 'value', fds: setOf('file') });
}

/** A descriptor table. `fds`: bit per row of `files`. */
interface Files {
  fds: number;
}

/** The descriptor table of a task. All threads that share it see every change. */
export function filesOf(k: Kernel, task: Task): Files {
  const thread = k.threads?.[task.index];
  return thread === undefined ? task : k.filesStructs!.at(thread.files, 'task->files');
}

/** The descriptors of a task, for reading only; none if the task has left its table. */
export function fdsOf(k: Kernel, task: Task): number {
  return k.threads?.[task.index]?.files === 0 ? 0 : filesOf(k, task).fds;
}

/** kernel/fork.c, copy_files: the parent’s table itself with CLONE_FILES, else a copy of it (dup_fd). */
export function copyFiles(k: Kernel, parent: Task, child: Task, shares: boolean): void {
  k.machine.enters('copy_files');
  if (shares) {
    const { files } = k.threads![parent.index]!;
    k.filesStructs!.at(files, 'copy_files').count++;
    k.threads![child.index]!.files = files;
    return;
  }
  newFiles(k, child);
  const { fds } = filesOf(k, parent);
  filesOf(k, child).fds = fds;
  for (const f of k.files.rows) if ((fds & (1 << f.index)) !== 0) f.refs++;
}

/** A table for a new task, which no other task shares. */
export function newFiles(k: Kernel, task: Task): void {
  const thread = k.threads?.[task.index];
  if (thread === undefined) return;
  thread.files = k.filesStructs!.embedded();
  k.filesStructs!.at(thread.files, 'dup_fd').count = 1;
}

/** Whether the task has a descriptor of this file. */
export function fdInstalled(k: Kernel, task: Task, file: Ptr): boolean {
  return (fdsOf(k, task) & (1 << k.files.at(file, 'fdget').index)) !== 0;
}

export function fdInstall(k: Kernel, task: Task, file: Ptr): void {
  filesOf(k, task).fds |= 1 << k.files.at(file, 'fd_install').index;
}

/** fs/open.c, close_fd: removes it from the table; the file is put when a task drops its reference. */
export function closeFd(k: Kernel, task: Task, file: Ptr): void {
  filesOf(k, task).fds &= ~(1 << k.files.at(file, 'close').index);
  fput(k, file);
}

/**
 * fs/file.c, __fget_light: a system call takes a reference to its file if another thread could close it meanwhile.
 * Returns whether it did, for `fdput` at the end of the call.
 */
export function fdget(k: Kernel, task: Task, file: Ptr): boolean {
  const files = k.threads?.[task.index]?.files ?? 0;
  if (files === 0 || k.filesStructs!.at(files, 'fdget').count === 1) return false;
  getFile(k, file);
  return true;
}

export function fdput(k: Kernel, file: Ptr, isHeld: boolean): void {
  if (isHeld) fput(k, file);
}

/** do_close_on_exec: always closes files whose driver makes their descriptors with O_CLOEXEC; the world decides about others. */
export function closeOnExec(k: Kernel, task: Task): void {
  k.machine.enters('do_close_on_exec');
  const files = filesOf(k, task);
  if (k.world.closeOnExec) closeFiles(k, files);
  else closeFiles(k, files, (f) => fileOperations(k, f, 'do_close_on_exec').isCloexec === true);
}

/** exit_files: the task leaves its table, and the last task closes its files (put_files_struct). */
export function exitFiles(k: Kernel, task: Task): void {
  k.machine.enters('exit_files');
  const files = filesOf(k, task);
  const last = releaseFiles(k, task);
  if (last === undefined) return;
  closeFiles(k, files);
  if (last !== 0) k.filesStructs!.free(last, 'put_files_struct');
}

/** The task leaves its table. Returns the table if it was its last user; 0 if the table was part of the task. */
export function releaseFiles(k: Kernel, task: Task): Ptr | undefined {
  k.machine.enters('put_files_struct');
  const thread = k.threads?.[task.index];
  if (thread === undefined) return 0;
  const { files } = thread;
  thread.files = 0;
  return --k.filesStructs!.at(files, 'put_files_struct').count === 0 ? files : undefined;
}

/** close_files: every descriptor of a table, lowest first. */
function closeFiles(k: Kernel, files: Files, only?: (file: Ptr) => boolean): void {
  for (let i = 0; files.fds >> i !== 0; i++) {
    if ((files.fds & (1 << i)) === 0) continue;
    const file = k.files.pointerTo(i);
    if (only?.(file) === false) continue;
    files.fds &= ~(1 << i);
    fput(k, file);
  }
}
