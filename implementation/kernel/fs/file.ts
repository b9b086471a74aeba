import { named, ownName, pointerTo } from '../../../memory/kinds.ts';
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
export function fileCapacity({ files, vfio }: World): number {
  return files + 6 + (vfio === undefined ? 0 : vfio.containers + 2 * vfio.groups.length);
}

export function findFile(k: Kernel, name: number): Ptr {
  for (const f of k.files.rows)
    if (f.live !== 0 && f.name === name && f.refs > 0) return k.files.pointer(f);
  return 0;
}

/** Does the task have a descriptor of this file? */
export function fdInstalled(k: Kernel, task: Task, file: Ptr): boolean {
  return (task.fds & (1 << k.files.at(file, 'fdget').index)) !== 0;
}

export function fdInstall(k: Kernel, task: Task, file: Ptr): void {
  task.fds |= 1 << k.files.at(file, 'fd_install').index;
}

export function removeFd(k: Kernel, task: Task, file: Ptr): void {
  task.fds &= ~(1 << k.files.at(file, 'close').index);
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
  if (k.world.closeOnExec) closeFiles(k, task);
  else closeFiles(k, task, (index) => k.vfio?.files[index]!.op === fileOp.device);
}

/** close_files: every descriptor of the task, lowest first. */
export function closeFiles(k: Kernel, task: Task, only?: (index: number) => boolean): void {
  for (let i = 0; task.fds >> i !== 0; i++) {
    if ((task.fds & (1 << i)) === 0 || only?.(i) === false) continue;
    task.fds &= ~(1 << i);
    fput(k, k.files.pointerTo(i));
  }
}
