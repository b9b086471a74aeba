import { closeFd, fdget, fdput } from '../fs/fdtable.ts';
import { taskWorkRun } from '../fs/file-table.ts';
import type { Kernel } from '../kernel.ts';
import { EBADF, EBUSY } from '../machine/errno.ts';
import type { Call } from '../machine/pause.ts';
import type { Ptr } from '../machine/slab.ts';
import { downRead, mutexLock } from '../machine/wait.ts';
import type { Task } from '../process/task.ts';
import { containerFile } from './container.ts';
import {
  deviceFile,
  getDeviceFd,
  groupFile,
  openGroup,
  setContainer,
  unsetByUser,
  unsetContainer,
} from './group.ts';
import { pinsPages } from './tables.ts';

/** User space: a program attaches a device to a container, or detaches it, in several system calls. */

/**
 * Hot-plug as user space does it: open of the group, VFIO_GROUP_SET_CONTAINER, VFIO_SET_IOMMU if it is the first, and
 * VFIO_GROUP_GET_DEVICE_FD if the driver pins. If that fails, it closes the files that it opened. 0 or an error.
 */
export function* plug(k: Kernel, task: Task, name: number, group: number): Call<number> {
  yield* mutexLock(k, k.vfio.hotplugLock, group, 'attach');
  const ret = yield* plugOne(k, task, name, group);
  k.locks.unlock(k.vfio.hotplugLock, group);
  return ret;
}

function* plugOne(k: Kernel, task: Task, name: number, group: number): Call<number> {
  const file = containerFile(k, task, name);
  if (file === 0) return EBADF;
  const isHeld = fdget(k, task, file);
  const { container } = k.vfio.files.at(file, 'fdget');
  const use = k.vfio.uses[k.vfio.containers.at(container, 'attach').index]!;
  if (k.threads !== undefined) yield* downRead(k, k.vfio.useLock, use, 'attach');
  const ret = yield* plugInto(k, task, container, group);
  if (k.threads !== undefined) k.locks.unlockShared(k.vfio.useLock, use);
  fdput(k, file, isHeld);
  return ret;
}

function* plugInto(k: Kernel, task: Task, container: Ptr, group: number): Call<number> {
  const hadFile = groupFile(k, task, group) !== 0;
  if (!hadFile) {
    const ret = openGroup(k, task, group);
    if (ret < 0) return ret;
  }
  let ret = yield* setContainer(k, container, group);
  if (ret === 0 && pinsPages(k, group)) {
    ret = yield* getDeviceFd(k, task, group);
    if (ret < 0 && hadFile) yield* unsetContainer(k, group);
  }
  if (ret < 0 && !hadFile) yield* closeNow(k, task, groupFile(k, task, group));
  return ret;
}

/** A descriptor is closed in a separate system call, so its release runs at the end of that call. */
function* closeNow(k: Kernel, task: Task, file: Ptr): Call<void> {
  if (file === 0) return;
  closeFd(k, task, file);
  if (task.works !== 0) yield* taskWorkRun(k);
}

/** Hot-unplug as user space does it: the device file is closed, VFIO_GROUP_UNSET_CONTAINER, the group file is closed. */
export function* unplug(k: Kernel, task: Task, group: number): Call<number> {
  yield* mutexLock(k, k.vfio.hotplugLock, group, 'detach');
  const ret = yield* unplugOne(k, task, group);
  k.locks.unlock(k.vfio.hotplugLock, group);
  return ret;
}

function* unplugOne(k: Kernel, task: Task, group: number): Call<number> {
  const file = groupFile(k, task, group);
  if (file === 0) return EBADF;
  yield* closeNow(k, task, deviceFile(k, task, group));
  const ret = yield* unsetByUser(k, group);
  if (ret !== EBUSY) yield* closeNow(k, task, groupFile(k, task, group));
  return ret;
}
