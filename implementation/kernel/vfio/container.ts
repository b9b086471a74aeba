import { backends } from '../../../model/vfio/bounds.ts';
import { closeFd, fdInstall } from '../fs/fdtable.ts';
import type { FileOperations } from '../fs/file-operations.ts';
import { allocFile } from '../fs/file-table.ts';
import { ioctl } from '../fs/open.ts';
import type { Kernel } from '../kernel.ts';
import { EBADF, EINVAL, ENOMEM } from '../machine/errno.ts';
import type { Call } from '../machine/pause.ts';
import type { Ptr } from '../machine/slab.ts';
import { downRead, downWrite, mutexLock } from '../machine/wait.ts';
import type { Task } from '../process/task.ts';
import { findFileOf, type VfioFile } from './files.ts';
import { type Type1Request, type1Ioctl } from './type1.ts';

/** drivers/vfio/vfio.c: containers. */

/** open of /dev/vfio/vfio: the file is allocated first, then vfio_fops_open makes the container. 0 or an error. */
export function openContainer(k: Kernel, task: Task, name: number, backend: string): number {
  const { containers, files } = k.vfio;
  const file = allocFile(k, vfioFops);
  if (file === 0) return ENOMEM;
  const ptr = containers.alloc();
  if (ptr === 0) {
    files.free(file, 'do_sys_open');
    return ENOMEM;
  }
  const c = containers.at(ptr, 'vfio_fops_open');
  c.name = name;
  c.refs = 1;
  c.backend = backends.indexOf(backend as 'tce');
  files.at(file, 'vfio_fops_open').container = ptr;
  fdInstall(k, task, file);
  return 0;
}

/** close of a container’s file. 0 or an error. */
export function* closeContainerFile(k: Kernel, task: Task, name: number): Call<number> {
  const file = containerFile(k, task, name);
  if (file === 0) return EBADF;
  const { container } = k.vfio.files.at(file, 'close');
  const { index } = k.vfio.containers.at(container, 'close');
  if (k.threads !== undefined) {
    yield* mutexLock(k, k.vfio.useLock, index, 'close');
    k.locks.unlock(k.vfio.useLock, index);
  }
  if (containerFile(k, task, name) === 0) return EBADF; // another thread was faster
  closeFd(k, task, file);
  return 0;
}

/** The file of a container that the task has, by the container’s name. */
export function containerFile(k: Kernel, task: Task, name: number): Ptr {
  const { containers } = k.vfio;
  return findFileOf(k, task, vfioFops, (f) => containers.at(f.container, 'fdget').name === name);
}

/** ioctl of a container’s file. */
export function containerIoctl(
  k: Kernel,
  task: Task,
  name: number,
  request: Type1Request,
): Call<number> {
  return ioctl(k, task, containerFile(k, task, name), request);
}

/** vfio_fops_unl_ioctl: calls the container’s backend. An errno if the container has no backend yet. */
function* vfioFopsIoctl(k: Kernel, _task: Task, file: Ptr, request: Type1Request): Call<number> {
  const { container } = k.vfio.files.at(file, 'fdget');
  const c = k.vfio.containers.at(container, 'vfio_fops_unl_ioctl');
  const use = k.vfio.uses[c.index]!;
  if (k.threads !== undefined) yield* downRead(k, k.vfio.useLock, use, 'ioctl');
  const keeps = k.switches.ioctlHoldsContainer === 'held';
  if (keeps) yield* downRead(k, k.vfio.groupLock, c, 'vfio_fops_unl_ioctl');
  const { iommu } = c;
  const ret = iommu === 0 ? EINVAL : yield* type1Ioctl(k, iommu, request);
  if (keeps) k.locks.unlockShared(k.vfio.groupLock, c);
  if (k.threads !== undefined) k.locks.unlockShared(k.vfio.useLock, use);
  return ret;
}

export function putContainer(k: Kernel, container: Ptr): void {
  const c = k.vfio.containers.at(container, 'vfio_container_put');
  if (--c.refs === 0) k.vfio.containers.free(container, 'vfio_container_release');
}

export function* lockContainer(k: Kernel, container: Ptr, where: string): Call<void> {
  yield* downWrite(k, k.vfio.groupLock, k.vfio.containers.at(container, where), where);
}

export function unlockContainer(k: Kernel, container: Ptr, where: string): void {
  k.locks.unlock(k.vfio.groupLock, k.vfio.containers.at(container, where).index);
}

/** vfio_fops */
export const vfioFops: FileOperations = { release: releaseContainer, ioctl: vfioFopsIoctl };

function* releaseContainer(k: Kernel, { container }: VfioFile): Call<void> {
  k.machine.enters('vfio_fops_release');
  putContainer(k, container);
}
