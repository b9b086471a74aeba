import { openDeviceFile } from '../fs/open.ts';
import type { FileOperations } from '../fs/file-operations.ts';
import type { File } from '../fs/file-table.ts';
import { iommuSvaBindDevice, iommuSvaGetPasid } from '../iommu/iommu-sva.ts';
import type { Kernel } from '../kernel.ts';
import { EINVAL, ENODEV, ENOMEM } from '../machine/errno.ts';
import type { Call } from '../machine/pause.ts';
import type { Ptr } from '../machine/slab.ts';
import { mutexLock, point } from '../machine/wait.ts';
import { NO_PASID } from '../mm/pasid.ts';
import type { Accelerator } from '../pci/accelerator.ts';
import type { Task } from '../process/task.ts';
import { unbindHandles } from './handle.ts';
import { uacceFopsIoctl } from './ioctl.ts';
import { isOfPresent, uacceFopsMmap } from './mmap.ts';
import { uacceFopsPoll } from './poll.ts';
import { uaccePoints } from './points.ts';
import { takeQp } from './pool.ts';
import {
  hardwareOf,
  isUnplugged,
  pasidOfFile,
  queueState,
  uaccePutQueue,
  unbindQueue,
  unlockDevice,
} from './queue.ts';

/** drivers/misc/uacce/uacce.c: open and release of a file. */

/** open of the device’s node. 0 or an error. */
function openUacce(k: Kernel, task: Task, device: number, name: number): Call<number> {
  return openDeviceFile(k, task, uacceFops, device, name);
}

/**
 * uacce_fops_open: binds the caller’s mm. 0 or an error. All of it runs under uacce->mutex (v6.0); before, the
 * lock was only for the list of queues.
 */
function* uacceFopsOpen(k: Kernel, task: Task, file: Ptr, device: number): Call<number> {
  if (k.pci.devices[device]!.present === 0) return ENODEV;
  const { qm } = k.uacce.privates[device]!; // of the device that xa_load found
  const queue = k.uacce.queues.alloc();
  if (queue === 0) return ENOMEM;
  const coversAll = k.switches.uacceMutexCovers === 'whole-operation';
  let ret = 0;
  if (coversAll) {
    yield* mutexLock(k, k.uacce.mutex, device, 'uacce_fops_open');
    // The device may have been removed during the wait; another one in its place has a mutex of its own.
    if (!k.uacce.qms.isLive(qm)) ret = EINVAL;
  }
  if (ret === 0) ret = yield* openQueue(k, task, device, queue, qm);
  if (ret === 0) {
    rememberInode(k, task, device, queue);
    yield* point(k, uaccePoints.openBound);
    if (!coversAll) yield* mutexLock(k, k.uacce.mutex, device, 'uacce_fops_open');
    k.uacce.queues.at(queue, 'uacce_fops_open').listed = 1;
  }
  if (coversAll || ret === 0) unlockDevice(k, device);
  if (ret < 0) {
    if (k.switches.openUnwind !== 'forgets-queue') k.uacce.queues.free(queue, 'uacce_fops_open');
    return ret;
  }
  k.uacce.files.at(file, 'uacce_fops_open').queue = queue;
  return 0;
}

/** uacce->inode = inode */
function rememberInode(k: Kernel, task: Task, device: number, queue: Ptr): void {
  const { inodes, queues } = k.uacce;
  if (inodes === undefined) return;
  const inode = task.name + 1;
  inodes.ofQueue[queues.at(queue, 'uacce_fops_open').index]!.inode = inode;
  if (isOfPresent(k, queues.at(queue, 'uacce_fops_open'), device))
    inodes.ofDevice[device]!.inode = inode;
}

/** Before v6.0 nothing keeps the device that xa_load found, so it may be removed before the bind. */
function* openQueue(k: Kernel, task: Task, device: number, queue: Ptr, qm: Ptr): Call<number> {
  const q = k.uacce.queues.at(queue, 'uacce_fops_open');
  k.locks.init(k.uacce.queueMutex, q.index);
  q.device = device;
  q.qm = qm;
  const { dev } = k.pci.devices[device]!;
  if (k.switches.uacceMutexCovers === 'list-alone') yield* point(k, uaccePoints.openFound);
  const bond = yield* iommuSvaBindDevice(k, device, dev, task.mm);
  if (bond < 0) return bond;
  q.bond = bond;
  q.pasid = iommuSvaGetPasid(k, bond);
  if (q.pasid === NO_PASID) {
    yield* unbindQueue(k, queue);
    return ENODEV;
  }
  k.uacce.qms.at(q.qm, 'get_queue');
  const qp = takeQp(k, device, queue);
  if (qp === 0) {
    if (k.switches.openUnwind !== 'forgets-bond') yield* unbindQueue(k, queue);
    return ENOMEM;
  }
  q.qp = qp;
  k.uacce.qps.at(qp, 'get_queue').pasid = q.pasid;
  q.state = queueState.init;
  return 0;
}

/** uacce_fops_release: the last descriptor and the last mapping are closed. */
function* uacceFopsRelease(k: Kernel, { queue }: File<'queue'>): Call<void> {
  const q = k.uacce.queues.at(queue, 'uacce_fops_release');
  const { device } = q;
  const coversAll = k.switches.uacceMutexCovers === 'whole-operation';
  yield* mutexLock(k, k.uacce.mutex, device, 'uacce_fops_release');
  if (!coversAll) {
    q.listed = 0;
    unlockDevice(k, device);
  }
  yield* uaccePutQueue(k, queue);
  yield* point(k, uaccePoints.releasePut);
  yield* unbindQueue(k, queue);
  yield* unbindHandles(k, queue);
  if (coversAll) {
    q.listed = 0;
    unlockDevice(k, device);
  }
  k.uacce.queues.free(queue, 'uacce_fops_release');
}

/** uacce_fops */
export const uacceFops: FileOperations = {
  open: uacceFopsOpen,
  release: uacceFopsRelease,
  ioctl: uacceFopsIoctl,
  poll: uacceFopsPoll,
  mmap: uacceFopsMmap,
};

/** uacce, as commands reach it. */
export const uacceAccelerator: Accelerator = {
  open: openUacce,
  pasidOfFile,
  hardwareOf,
  isUnplugged,
};
