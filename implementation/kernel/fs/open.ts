import type { Kernel } from '../kernel.ts';
import { EBADF, EINVAL, ENOMEM, ENOTTY } from '../machine/errno.ts';
import type { Call } from '../machine/pause.ts';
import type { Ptr } from '../machine/slab.ts';
import type { Task } from '../process/task.ts';
import type { FileOperations, Request } from './file-operations.ts';
import { fdget, fdInstall, fdInstalled, fdput } from './fdtable.ts';
import { fileOperations, findFile } from './file-table.ts';

/** fs/open.c and fs/ioctl.c: system calls on a file that call an operation of its driver. */

/** do_sys_open of a device file. 0 or an error. @param name - of the file in the trace */
export function* openDeviceFile(
  k: Kernel,
  task: Task,
  op: FileOperations,
  device: number,
  name: number,
): Call<number> {
  k.machine.enters('do_sys_open');
  const file = k.files.alloc();
  if (file === 0) return ENOMEM;
  k.machine.enters('chrdev_open');
  const ret = yield* op.open!(k, task, file, device);
  if (ret < 0) {
    k.files.free(file, 'do_sys_open');
    return ret;
  }
  const f = k.files.at(file, 'do_sys_open');
  f.name = name;
  f.refs = 1;
  f.op = k.ops.files.numberOf(op);
  fdInstall(k, task, file);
  return 0;
}

/** The file of this name that the task has open; 0 if it has none. */
export function openFile(k: Kernel, task: Task, name: number): Ptr {
  const file = findFile(k, name);
  return file !== 0 && fdInstalled(k, task, file) ? file : 0;
}

/** The system call ioctl. */
export function* ioctl(k: Kernel, task: Task, file: Ptr, request: Request): Call<number> {
  if (file === 0) return EBADF;
  const fops = fileOperations(k, file, 'ioctl');
  if (fops.ioctl === undefined) return ENOTTY;
  return yield* held(k, task, file, () => fops.ioctl!(k, task, file, request));
}

/** fs/select.c, the system call poll of one file, without a timeout: 0 or an error. */
export function* poll(k: Kernel, task: Task, file: Ptr): Call<number> {
  if (file === 0) return EBADF;
  k.machine.enters('do_pollfd');
  const fops = fileOperations(k, file, 'poll');
  return yield* held(k, task, file, () => fops.poll!(k, file));
}

/** fs/read_write.c, the system call write of one buffer. */
export function* write(k: Kernel, task: Task, file: Ptr): Call<number> {
  if (file === 0) return EBADF;
  const fops = fileOperations(k, file, 'write');
  if (fops.write === undefined) return EINVAL;
  return yield* held(k, task, file, () => fops.write!(k, task, file));
}

/** A system call on a file: if another thread closes the file meanwhile, it is not released (fdget, fdput). */
export function* held(k: Kernel, task: Task, file: Ptr, call: () => Call<number>): Call<number> {
  const isHeld = fdget(k, task, file);
  const ret = yield* call();
  fdput(k, file, isHeld);
  return ret;
}
