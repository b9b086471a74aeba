import { backends } from '../../../model/vfio/bounds.ts';
import { closeFd, fdget, fdInstall, fdInstalled, fdput } from '../fs/file.ts';
import type { Kernel } from '../kernel.ts';
import { E2BIG, EACCES, EBADF, EBUSY, EINVAL, ENOMEM, ENOTTY } from '../machine/errno.ts';
import type { Call } from '../machine/pause.ts';
import { point } from '../machine/points.ts';
import type { Ptr } from '../machine/slab.ts';
import { type Task, taskWorkRun } from '../machine/task.ts';
import { closeDriver, openDriver } from './driver.ts';
import { attachGroup, detachGroup, newIommu, releaseIommu } from './groups.ts';
import { listeners } from './notify.ts';
import { pinForDriver, unpinForDriver } from './pinning.ts';
import { fileOp, pinsPages, type Vfio } from './tables.ts';
import { lockIommu, unlockIommu } from './type1.ts';

/** drivers/vfio/vfio.c: containers, groups, device files, and pinning on behalf of drivers. */

/** A file of VFIO that the task has; 0 if it has none. */
function fileOf(
  k: Kernel,
  task: Task,
  op: number,
  matches: (row: Vfio['files'][number]) => boolean,
): Ptr {
  for (const f of k.files.rows) {
    const row = k.vfio!.files[f.index]!;
    if (f.live !== 0 && row.op === op && matches(row) && fdInstalled(k, task, k.files.pointer(f)))
      return k.files.pointer(f);
  }
  return 0;
}

function groupFile(k: Kernel, task: Task, group: number): Ptr {
  return fileOf(k, task, fileOp.group, (row) => row.group === group + 1);
}

function newFile(k: Kernel, task: Task, op: number, container: Ptr, group: number): boolean {
  const ptr = k.files.alloc();
  if (ptr === 0) return false;
  const f = k.files.at(ptr, 'alloc_file');
  f.name = -1;
  f.device = -1; // none of uacce’s
  f.refs = 1;
  const row = k.vfio!.files[f.index]!;
  row.op = op;
  row.container = container;
  row.group = group + 1;
  fdInstall(k, task, ptr);
  return true;
}

/** vfio_fops_open. 0 or an error. */
export function openContainer(k: Kernel, task: Task, name: number, backend: string): number {
  const { containers } = k.vfio!;
  const ptr = containers.alloc();
  if (ptr === 0) return ENOMEM;
  const c = containers.at(ptr, 'vfio_fops_open');
  c.name = name;
  c.refs = 1;
  c.backend = backends.indexOf(backend as 'tce');
  if (newFile(k, task, fileOp.container, ptr, -1)) return 0;
  containers.free(ptr, 'vfio_fops_open');
  return ENOMEM;
}

/** close of a container’s file. 0 or an error. */
export function* closeContainerFile(k: Kernel, task: Task, name: number): Call<number> {
  const file = containerFile(k, task, name);
  if (file === 0) return EBADF;
  const { container } = k.vfio!.files[k.files.at(file, 'close').index]!;
  const { index } = k.vfio!.containers.at(container, 'close');
  if (k.threads !== undefined) {
    const wait = k.locks.lock(k.useLock, index, 'close');
    if (wait) yield* wait;
    k.locks.unlock(k.useLock, index);
  }
  if (containerFile(k, task, name) === 0) return EBADF; // another thread was faster
  closeFd(k, task, file);
  return 0;
}

/** The file of a container that the task has, by the container’s name. */
export function containerFile(k: Kernel, task: Task, name: number): Ptr {
  const { containers } = k.vfio!;
  return fileOf(
    k,
    task,
    fileOp.container,
    (row) => containers.at(row.container, 'fdget').name === name,
  );
}

/**
 * vfio_fops_unl_ioctl: what a container’s backend does for the task. An errno if it has no such file, or the container no
 * backend yet.
 */
export function* containerIoctl(
  k: Kernel,
  task: Task,
  name: number,
  ioctl: (iommu: Ptr) => Call<number>,
): Call<number> {
  const file = containerFile(k, task, name);
  if (file === 0) return EBADF;
  const isHeld = fdget(k, task, file);
  const { container } = k.vfio!.files[k.files.at(file, 'fdget').index]!;
  const c = k.vfio!.containers.at(container, 'vfio_fops_unl_ioctl');
  const use = k.vfio!.uses[c.index]!;
  if (k.threads !== undefined) yield* k.locks.lockShared(k.useLock, use, 'ioctl');
  const keeps = k.switches.ioctlHoldsContainer === 'held';
  if (keeps) yield* k.locks.lockShared(k.groupLock, c, 'vfio_fops_unl_ioctl');
  const { iommu } = c;
  const ret = iommu === 0 ? EINVAL : yield* ioctl(iommu);
  if (keeps) k.locks.unlockShared(k.groupLock, c);
  if (k.threads !== undefined) k.locks.unlockShared(k.useLock, use);
  fdput(k, file, isHeld);
  return ret;
}

function putContainer(k: Kernel, container: Ptr): void {
  const c = k.vfio!.containers.at(container, 'vfio_container_put');
  if (--c.refs === 0) k.vfio!.containers.free(container, 'vfio_container_release');
}

function* lockContainer(k: Kernel, container: Ptr, where: string): Call<void> {
  const wait = k.locks.lock(k.groupLock, k.vfio!.containers.at(container, where).index, where);
  if (wait) yield* wait;
}

function unlockContainer(k: Kernel, container: Ptr, where: string): void {
  k.locks.unlock(k.groupLock, k.vfio!.containers.at(container, where).index);
}

/**
 * Hot-plug as user space does it: open of the group, VFIO_GROUP_SET_CONTAINER, VFIO_SET_IOMMU if it is the first, and
 * VFIO_GROUP_GET_DEVICE_FD where the driver pins. What was opened here is closed again if that fails. 0 or an error.
 */
export function* plug(k: Kernel, task: Task, name: number, group: number): Call<number> {
  const wait = k.locks.lock(k.hotplugLock, group, 'attach');
  if (wait) yield* wait;
  const ret = yield* plugOne(k, task, name, group);
  k.locks.unlock(k.hotplugLock, group);
  return ret;
}

function* plugOne(k: Kernel, task: Task, name: number, group: number): Call<number> {
  const file = containerFile(k, task, name);
  if (file === 0) return EBADF;
  const isHeld = fdget(k, task, file);
  const { container } = k.vfio!.files[k.files.at(file, 'fdget').index]!;
  const use = k.vfio!.uses[k.vfio!.containers.at(container, 'attach').index]!;
  if (k.threads !== undefined) yield* k.locks.lockShared(k.useLock, use, 'attach');
  const ret = yield* plugInto(k, task, container, group);
  if (k.threads !== undefined) k.locks.unlockShared(k.useLock, use);
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
    ret = getDeviceFd(k, task, group);
    if (ret < 0 && hadFile) yield* unsetContainer(k, group);
  }
  if (ret < 0 && !hadFile) yield* closeNow(k, task, groupFile(k, task, group));
  return ret;
}

/** vfio_group_fops_open: one at a time, and not while a device of it is still in a container. */
function openGroup(k: Kernel, task: Task, group: number): number {
  const g = k.vfio!.groups[group]!;
  if (g.opened !== 0 || g.container !== 0) return EBUSY;
  if (!newFile(k, task, fileOp.group, 0, group)) return ENOMEM;
  g.opened = 1;
  return 0;
}

/** vfio_group_set_container, and vfio_ioctl_set_iommu for the first group. 0 or an error. */
function* setContainer(k: Kernel, container: Ptr, group: number): Call<number> {
  const g = k.vfio!.groups[group]!;
  if (g.users !== 0) return EINVAL;
  yield* lockContainer(k, container, 'vfio_group_set_container');
  const ret = g.users === 0 ? yield* joinContainer(k, container, group) : EINVAL;
  unlockContainer(k, container, 'vfio_group_set_container');
  return ret;
}

function* joinContainer(k: Kernel, container: Ptr, group: number): Call<number> {
  const c = k.vfio!.containers.at(container, 'vfio_group_set_container');
  const iommu = c.iommu === 0 ? newIommu(k, c.backend, k.world.vfio!.dmaEntries) : c.iommu;
  if (iommu === 0) return ENOMEM;
  const ret = yield* attachGroup(k, iommu, group);
  if (ret < 0) {
    if (c.iommu === 0) yield* releaseIommu(k, iommu);
    return ret;
  }
  c.iommu = iommu;
  const g = k.vfio!.groups[group]!;
  g.container = container;
  g.users = 1;
  c.groups++;
  c.refs++;
  return 0;
}

/** vfio_group_get_device_fd: the driver opens its device. 0 or an error. */
function getDeviceFd(k: Kernel, task: Task, group: number): number {
  const g = k.vfio!.groups[group]!;
  if (g.users === 0) return EINVAL;
  if (!newFile(k, task, fileOp.device, 0, group)) return ENOMEM;
  g.users++;
  g.devices++;
  openDriver(k, group);
  return 0;
}

/** A descriptor is closed in a system call of its own, so that its release is done behind it. */
function* closeNow(k: Kernel, task: Task, file: Ptr): Call<void> {
  if (file === 0) return;
  closeFd(k, task, file);
  if (task.works !== 0) yield* taskWorkRun(k);
}

/** Hot-unplug as user space does it: the device file is closed, VFIO_GROUP_UNSET_CONTAINER, the group file is closed. */
export function* unplug(k: Kernel, task: Task, group: number): Call<number> {
  const wait = k.locks.lock(k.hotplugLock, group, 'detach');
  if (wait) yield* wait;
  const ret = yield* unplugOne(k, task, group);
  k.locks.unlock(k.hotplugLock, group);
  return ret;
}

function* unplugOne(k: Kernel, task: Task, group: number): Call<number> {
  const file = groupFile(k, task, group);
  if (file === 0) return EBADF;
  yield* closeNow(
    k,
    task,
    fileOf(k, task, fileOp.device, (row) => row.group === group + 1),
  );
  const ret = yield* unsetByUser(k, group);
  if (ret !== EBUSY) yield* closeNow(k, task, groupFile(k, task, group));
  return ret;
}

/** vfio_group_unset_container: only if nobody else uses it. */
function* unsetByUser(k: Kernel, group: number): Call<number> {
  const g = k.vfio!.groups[group]!;
  if (g.users === 0) return EINVAL;
  if (g.users !== 1) return EBUSY;
  g.users = 0;
  yield* unsetContainer(k, group);
  return 0;
}

/** __vfio_group_unset_container */
function* unsetContainer(k: Kernel, group: number): Call<void> {
  const v = k.vfio!;
  const g = v.groups[group]!;
  const { container } = g;
  yield* lockContainer(k, container, '__vfio_group_unset_container');
  const c = v.containers.at(container, '__vfio_group_unset_container');
  yield* detachGroup(k, c.iommu, group);
  g.container = 0;
  g.users = 0;
  if (--c.groups === 0) {
    yield* releaseIommu(k, c.iommu);
    c.iommu = 0;
  }
  unlockContainer(k, container, '__vfio_group_unset_container');
  putContainer(k, container);
}

/** vfio_group_try_dissolve_container: one user less; the last one takes the group out. */
function* dissolve(k: Kernel, group: number): Call<void> {
  const g = k.vfio!.groups[group]!;
  if (g.users === 0 || --g.users > 0) return;
  yield* unsetContainer(k, group);
}

/** The last descriptor of a file of VFIO is gone: its release. */
export function* releaseFile(k: Kernel, index: number): Call<void> {
  const v = k.vfio!;
  const row = v.files[index]!;
  const { op, container } = row;
  const group = row.group - 1;
  row.op = row.container = row.group = 0;
  if (op === fileOp.container) {
    putContainer(k, container);
    return;
  }
  const g = v.groups[group]!;
  if (op === fileOp.device) {
    g.devices--;
    yield* closeDriver(k, group);
    yield* dissolve(k, group);
    return;
  }
  yield* dissolve(k, group);
  g.opened = 0;
}

/** VFIO_PIN_PAGES_MAX_ENTRIES */
const PIN_MAX = 512;

/** vfio_pin_pages: the driver of a device asks for pages. Their number, or an error. */
export function* vfioPinPages(k: Kernel, group: number, iova: number, pages: number): Call<number> {
  const v = k.vfio!;
  const g = v.groups[group]!;
  if (pages === 0) return EINVAL;
  // The count is an int that is compared with a size: below zero it is larger than any.
  if (pages < 0 || pages > PIN_MAX) return E2BIG;
  const isCounted = k.switches.pinKeepsContainer === 'counted';
  if (isCounted) {
    if (g.users === 0) return EINVAL;
    g.users++;
  }
  const at = point(k.machine, 'containerLookedUp');
  if (at) yield at;
  // IS_ERR(NULL) is false, so the test lets a container pass that is not there.
  const { iommu } = v.containers.at(g.container, 'vfio_pin_pages');
  const ret = yield* pinThrough(k, iommu, group, iova, pages);
  if (isCounted) yield* dissolve(k, group);
  return ret;
}

function* pinThrough(
  k: Kernel,
  iommu: Ptr,
  group: number,
  iova: number,
  pages: number,
): Call<number> {
  const { tce, v2 } = k.vfio!.iommus.at(iommu, 'vfio_pin_pages');
  if (tce !== 0) return k.switches.noPinOperation === 'ENOTTY' ? ENOTTY : 0;
  if (v2 === 0) return EACCES;
  yield* lockIommu(k, iommu, 'vfio_iommu_type1_pin_pages');
  for (;;) {
    const ret = pinsNow(k, iommu, group);
    if (ret < 0) {
      unlockIommu(k, iommu, 'vfio_iommu_type1_pin_pages');
      return ret;
    }
    if (ret > 0) break;
    unlockIommu(k, iommu, 'vfio_iommu_type1_pin_pages');
    yield* waitForVaddr(k, iommu);
    yield* lockIommu(k, iommu, 'vfio_iommu_type1_pin_pages');
  }
  const ret = yield* pinForDriver(k, iommu, iova, pages);
  unlockIommu(k, iommu, 'vfio_iommu_type1_pin_pages');
  return ret;
}

/** vfio_wait (v5.12 to v6.2): until somebody gives every mapping an address again, which nobody has to. */
function* waitForVaddr(k: Kernel, iommu: Ptr): Call<void> {
  const lock = k.vfio!.vaddrWaits[k.vfio!.iommus.at(iommu, 'vfio_wait').index]!;
  while (lock.owner !== 0)
    yield { at: 'vfio_wait: waits for a virtual address', lock, waits: true };
}

/** Can pages be pinned now? 1; 0: not until a virtual address is known again; or an error. */
function pinsNow(k: Kernel, iommu: Ptr, group: number): number {
  const { vaddrInvalid, external } = k.vfio!.iommus.at(iommu, 'vfio_iommu_type1_pin_pages');
  if (vaddrInvalid !== 0) return k.switches.vaddrWithMediated === 'refused' ? EBUSY : 0;
  if (k.switches.pinBehindIommu === 'with-mediated' && external === 0) return EINVAL;
  if (k.switches.unmapTells === 'drivers' && !listeners(k, iommu).includes(group)) return EINVAL;
  return 1;
}

/** vfio_unpin_pages: pages handled, or an error. */
export function* vfioUnpinPages(
  k: Kernel,
  group: number,
  iova: number,
  pages: number,
): Call<number> {
  const v = k.vfio!;
  const g = v.groups[group]!;
  if (g.users === 0) return EINVAL;
  const { iommu } = v.containers.at(g.container, 'vfio_unpin_pages');
  yield* lockIommu(k, iommu, 'vfio_iommu_type1_unpin_pages');
  const handled = yield* unpinForDriver(k, iommu, iova, pages);
  unlockIommu(k, iommu, 'vfio_iommu_type1_unpin_pages');
  return handled > 0 ? handled : EINVAL;
}
