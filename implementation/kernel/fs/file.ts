import { named, ownName, pointerTo, setOf } from '../../../memory/kinds.ts';
import type { World } from '../../../model/world.ts';
import type { Kernel } from '../kernel.ts';
import type { Call } from '../machine/pause.ts';
import type { Machine } from '../machine/machine.ts';
import { type Ptr, IN_ORDER, Slab } from '../machine/slab.ts';
import { current, isKernelThread, type Task } from '../machine/task.ts';
import { queueWork, workKind } from '../machine/workqueue.ts';
import { uacceFopsRelease } from '../uacce/uacce.ts';
import { releaseFile } from '../vfio/container.ts';
import { fileOp } from '../vfio/tables.ts';
import { svaOf } from '../../../model/sva/bounds.ts';

/**
 * struct file of an open queue. `refs`: descriptors of all processes, and mappings. `name`: what the
 * trace calls it. `nextWork`: next in a task's task_work list.
 */
export function fileSlab(m: Machine, world: World) {
  return new Slab(
    m,
    'file',
    fileCapacity(world),
    {
      name: ownName('file'),
      refs: 'value',
      queue: pointerTo('uacce_queue'),
      device: named('device'),
      nextWork: pointerTo('file'),
    },
    IN_ORDER,
  );
}

/** Of uacce as many as the world has; of VFIO each container, and a group and a device file of each group. */
export function fileCapacity(world: World): number {
  const { vfio } = world;
  return (
    svaOf(world).files + 6 + (vfio === undefined ? 0 : vfio.containers + 2 * vfio.groups.length)
  );
}

export function findFile(k: Kernel, name: number): Ptr {
  for (const f of k.files.rows)
    if (f.live !== 0 && f.name === name && f.refs > 0) return k.files.pointer(f);
  return 0;
}

/**
 * struct files_struct, a descriptor table that threads share: laid out where a process can have several. `count`: the
 * tasks that have it. Elsewhere each task has its table in itself.
 */
export function filesSlab(m: Machine, world: World) {
  if (world.threads !== true) return undefined;
  return new Slab(m, 'files_struct', world.processes, { count: 'value', fds: setOf('file') });
}

/** A descriptor table. `fds`: bit per row of `files`. */
interface Files {
  fds: number;
}

/** The descriptor table of a task: what is written there, all threads that share it have. */
export function filesOf(k: Kernel, task: Task): Files {
  const thread = k.threads?.[task.index];
  return thread === undefined ? task : k.filesStructs!.at(thread.files, 'task->files');
}

/** The descriptors of a task, for who only looks: none of one that has left its table. */
export function fdsOf(k: Kernel, task: Task): number {
  return k.threads?.[task.index]?.files === 0 ? 0 : filesOf(k, task).fds;
}

/** kernel/fork.c, copy_files: the parent’s table itself with CLONE_FILES, else a copy of it (dup_fd). */
export function copyFiles(k: Kernel, parent: Task, child: Task, shares: boolean): void {
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

/** A table for a new task, of itself alone. */
export function newFiles(k: Kernel, task: Task): void {
  const thread = k.threads?.[task.index];
  if (thread === undefined) return;
  thread.files = k.filesStructs!.embedded();
  k.filesStructs!.at(thread.files, 'dup_fd').count = 1;
}

/** Does the task have a descriptor of this file? */
export function fdInstalled(k: Kernel, task: Task, file: Ptr): boolean {
  return (fdsOf(k, task) & (1 << k.files.at(file, 'fdget').index)) !== 0;
}

export function fdInstall(k: Kernel, task: Task, file: Ptr): void {
  filesOf(k, task).fds |= 1 << k.files.at(file, 'fd_install').index;
}

/** fs/open.c, close_fd: takes it out of the table; the file is put when a task lets go of it. */
export function closeFd(k: Kernel, task: Task, file: Ptr): void {
  filesOf(k, task).fds &= ~(1 << k.files.at(file, 'close').index);
  fput(k, file);
}

/**
 * fs/file.c, __fget_light: a system call takes a reference to its file if another thread could close it meanwhile.
 * Whether it did, for `fdput` at its end.
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

export function getFile(k: Kernel, file: Ptr): void {
  k.files.at(file, 'get_file').refs++;
}

/**
 * fs/file_table.c, fput: the last reference does not release at once. A user task does it on its way
 * out of the kernel (task_work); a kernel thread leaves it to a work item.
 */
export function fput(k: Kernel, file: Ptr): void {
  const f = k.files.at(file, 'fput');
  if (f.refs <= 0) k.machine.splat('refcount underflow', 'fput', 'f_count');
  if (--f.refs !== 0) return;
  const task = current(k);
  if (isKernelThread(k, task)) {
    queueWork(k, workKind.delayedFput, file);
    return;
  }
  f.nextWork = task.works;
  task.works = file;
}

/** __fput: fops->release(), then the struct. */
export function* fputRelease(k: Kernel, file: Ptr): Call<void> {
  const { queue, index } = k.files.at(file, '__fput');
  if (isVfio(k, index)) yield* releaseFile(k, index);
  else yield* uacceFopsRelease(k, queue);
  k.files.free(file, '__fput');
}

function isVfio(k: Kernel, index: number): boolean {
  return k.vfio !== undefined && k.vfio.files[index]!.op !== 0;
}

/** do_close_on_exec: device files of VFIO always are (vfio_group_get_device_fd opens them so); others as the world says. */
export function closeOnExec(k: Kernel, task: Task): void {
  const files = filesOf(k, task);
  if (k.world.closeOnExec) closeFiles(k, files);
  else closeFiles(k, files, (index) => k.vfio?.files[index]!.op === fileOp.device);
}

/** exit_files: the task leaves its table, and the last one closes what is in it (put_files_struct). */
export function exitFiles(k: Kernel, task: Task): void {
  const files = filesOf(k, task);
  const last = releaseFiles(k, task);
  if (last === undefined) return;
  closeFiles(k, files);
  if (last !== 0) k.filesStructs!.free(last, 'put_files_struct');
}

/** The task has no table any more. The table, if it was its last user; 0 if it was part of the task. */
export function releaseFiles(k: Kernel, task: Task): Ptr | undefined {
  const thread = k.threads?.[task.index];
  if (thread === undefined) return 0;
  const { files } = thread;
  thread.files = 0;
  return --k.filesStructs!.at(files, 'put_files_struct').count === 0 ? files : undefined;
}

/** close_files: every descriptor of a table, lowest first. */
export function closeFiles(k: Kernel, files: Files, only?: (index: number) => boolean): void {
  for (let i = 0; files.fds >> i !== 0; i++) {
    if ((files.fds & (1 << i)) === 0 || only?.(i) === false) continue;
    files.fds &= ~(1 << i);
    fput(k, k.files.pointerTo(i));
  }
}
