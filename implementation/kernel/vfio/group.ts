import type { FileOperations } from '../fs/file-operations.ts';
import type { Kernel } from '../kernel.ts';
import { EBUSY, EINVAL, ENOMEM } from '../machine/errno.ts';
import type { Call } from '../machine/pause.ts';
import type { Ptr } from '../machine/slab.ts';
import type { Task } from '../process/task.ts';
import { lockContainer, putContainer, unlockContainer } from './container.ts';
import { closeDriver, openDriver } from './driver.ts';
import { findFileOf, newFile, type VfioFile } from './files.ts';
import { attachGroup, detachGroup, newIommu, releaseIommu } from './groups.ts';

/** drivers/vfio/vfio.c: groups in containers, and the files of groups and of their devices. */

/**
 * open of a group: its file is allocated first. Then vfio_group_fops_open: one opener at a time, and none while the group is still
 * in a container.
 */
export function openGroup(k: Kernel, task: Task, group: number): number {
  const g = k.vfio.groups[group]!;
  // A file that is refused is freed at once.
  if (g.opened !== 0 || g.container !== 0) {
    if (k.machine.allocationFails('file')) return ENOMEM;
    k.machine.enters('vfio_group_fops_open');
    return EBUSY;
  }
  if (!newFile(k, task, vfioGroupFops, group)) return ENOMEM;
  k.machine.enters('vfio_group_fops_open');
  g.opened = 1;
  return 0;
}

/** vfio_group_set_container, and vfio_ioctl_set_iommu for the first group. 0 or an error. */
export function* setContainer(k: Kernel, container: Ptr, group: number): Call<number> {
  k.machine.enters('vfio_group_set_container');
  const g = k.vfio.groups[group]!;
  if (g.users !== 0) return EINVAL;
  yield* lockContainer(k, container, 'vfio_group_set_container');
  const ret = yield* joinContainer(k, container, group);
  unlockContainer(k, container, 'vfio_group_set_container');
  return ret;
}

function* joinContainer(k: Kernel, container: Ptr, group: number): Call<number> {
  const c = k.vfio.containers.at(container, 'vfio_group_set_container');
  const iommu = c.iommu === 0 ? newIommu(k, c.backend, k.world.vfio!.dmaEntries) : c.iommu;
  if (iommu === 0) return ENOMEM;
  const ret = yield* attachGroup(k, iommu, group);
  if (ret < 0) {
    if (c.iommu === 0) yield* releaseIommu(k, iommu);
    return ret;
  }
  c.iommu = iommu;
  const g = k.vfio.groups[group]!;
  g.container = container;
  g.users = 1;
  c.groups++;
  c.refs++;
  return 0;
}

/** vfio_group_get_device_fd: the driver opens its device. 0 or an error. */
export function* getDeviceFd(k: Kernel, task: Task, group: number): Call<number> {
  k.machine.enters('vfio_group_get_device_fd');
  const g = k.vfio.groups[group]!;
  if (g.users === 0) return EINVAL;
  if (!newFile(k, task, vfioDeviceFops, group)) return ENOMEM;
  g.users++;
  g.devices++;
  yield* openDriver(k, group);
  return 0;
}

/** vfio_group_unset_container: only if nothing else uses it. */
export function* unsetByUser(k: Kernel, group: number): Call<number> {
  k.machine.enters('vfio_group_unset_container');
  const g = k.vfio.groups[group]!;
  if (g.users === 0) return EINVAL;
  if (g.users !== 1) return EBUSY;
  g.users = 0;
  yield* unsetContainer(k, group);
  return 0;
}

/** __vfio_group_unset_container */
export function* unsetContainer(k: Kernel, group: number): Call<void> {
  const v = k.vfio;
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

/** vfio_group_try_dissolve_container: one user less; the last one detaches the group. */
export function* dissolve(k: Kernel, group: number): Call<void> {
  k.machine.enters('vfio_group_try_dissolve_container');
  const g = k.vfio.groups[group]!;
  if (g.users === 0 || --g.users > 0) return;
  yield* unsetContainer(k, group);
}

function* releaseGroup(k: Kernel, { group }: VfioFile): Call<void> {
  k.machine.enters('vfio_group_fops_release');
  yield* dissolve(k, group - 1);
  k.vfio.groups[group - 1]!.opened = 0;
}

function* releaseDevice(k: Kernel, { group }: VfioFile): Call<void> {
  k.machine.enters('vfio_device_group_close');
  k.vfio.groups[group - 1]!.devices--;
  yield* closeDriver(k, group - 1);
  yield* dissolve(k, group - 1);
}

/** vfio_group_fops */
export const vfioGroupFops: FileOperations = { release: releaseGroup };

/** vfio_device_fops; vfio_group_get_device_fd makes their descriptors with O_CLOEXEC. */
export const vfioDeviceFops: FileOperations = { release: releaseDevice, isCloexec: true };

/** The file of a group that the task has; 0 if it has none. */
export function groupFile(k: Kernel, task: Task, group: number): Ptr {
  return findFileOf(k, task, vfioGroupFops, (f) => f.group === group + 1);
}

/** The file of its device. */
export function deviceFile(k: Kernel, task: Task, group: number): Ptr {
  return findFileOf(k, task, vfioDeviceFops, (f) => f.group === group + 1);
}
