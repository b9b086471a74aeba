import type { FileOperations } from '../fs/file-operations.ts';
import type { File } from '../fs/file-table.ts';
import { findFile } from '../fs/file-table.ts';
import { openDeviceFile } from '../fs/open.ts';
import { iommuSvaBindDevice, iommuSvaGetPasid, iommuSvaUnbindDevice } from '../iommu/iommu-sva.ts';
import { iommuOps } from '../iommu/iommu-ops.ts';
import type { Kernel } from '../kernel.ts';
import { EINVAL, ENOMEM, ENXIO } from '../machine/errno.ts';
import type { Call } from '../machine/pause.ts';
import type { Ptr } from '../machine/slab.ts';
import { mutexLock, point } from '../machine/wait.ts';
import { NO_PASID } from '../mm/pasid.ts';
import type { Accelerator } from '../pci/accelerator.ts';
import type { Task } from '../process/task.ts';
import { idxdPoints } from './points.ts';

/** drivers/dma/idxd/cdev.c: files of a shared work queue. */

/** idxd_cdev_open: binds the caller’s mm, with the lock of the queue held. 0 or an error. */
function* idxdCdevOpen(k: Kernel, task: Task, file: Ptr, device: number): Call<number> {
  const ptr = k.idxd.contexts.alloc();
  if (ptr === 0) return ENOMEM;
  yield* mutexLock(k, k.idxd.wqLock, device, 'idxd_cdev_open');
  const ret = yield* bindContext(k, task, ptr, device);
  if (ret === 0) yield* point(k, idxdPoints.contextBound);
  else k.idxd.contexts.free(ptr, 'idxd_cdev_open');
  k.locks.unlock(k.idxd.wqLock, device);
  if (ret === 0) k.idxd.files.at(file, 'idxd_cdev_open').context = ptr;
  return ret;
}

function* bindContext(k: Kernel, task: Task, ptr: Ptr, device: number): Call<number> {
  const { dev } = k.pci.devices[device]!;
  const bond = yield* iommuSvaBindDevice(k, device, dev, task.mm);
  if (bond < 0) return bond;
  const pasid = iommuSvaGetPasid(k, bond);
  if (pasid === NO_PASID) {
    yield* iommuSvaUnbindDevice(k, bond);
    return EINVAL;
  }
  const ctx = k.idxd.contexts.at(ptr, 'idxd_cdev_open');
  ctx.device = device;
  ctx.bond = bond;
  ctx.pasid = pasid;
  ctx.mm = k.mms.at(task.mm, 'idxd_cdev_open').id;
  return 0;
}

/** idxd_cdev_release: the device ends its work for the PASID, which waits for answers; then the bond goes. */
function* idxdCdevRelease(k: Kernel, { context }: File<'context'>): Call<void> {
  const { aborted, device, pasid, bond } = k.idxd.contexts.at(context, 'idxd_cdev_release');
  if (aborted === 0) yield* iommuOps(k).drainDevice(k, device, pasid);
  yield* point(k, idxdPoints.contextDrained);
  yield* iommuSvaUnbindDevice(k, bond);
  k.idxd.contexts.free(context, 'idxd_cdev_release');
  yield* mutexLock(k, k.idxd.wqLock, device, 'idxd_cdev_release');
  k.locks.unlock(k.idxd.wqLock, device); // idxd_wq_put
}

/** idxd_cdev_fops */
export const idxdFops: FileOperations = { open: idxdCdevOpen, release: idxdCdevRelease };

function contextOf(k: Kernel, name: number) {
  const file = findFile(k, name);
  const context = file === 0 ? 0 : k.idxd.files.at(file, 'hardware').context;
  return context === 0 ? undefined : k.idxd.contexts.at(context, 'hardware');
}

/** The device aborts its work for a file (a command of the hardware, IDXD_CMD_ABORT_PASID, or a reset of its queue). */
function abortWork(k: Kernel, name: number): number {
  const ctx = contextOf(k, name);
  if (ctx === undefined) return ENXIO;
  ctx.aborted = 1;
  iommuOps(k).abortDevice(k, ctx.device, ctx.pasid);
  return 0;
}

/** idxd, as commands reach it. Its queue works for a file from the open on. */
export const idxdAccelerator: Accelerator = {
  open: (k, task, device, name) => openDeviceFile(k, task, idxdFops, device, name),
  pasidOfFile: (k, name) => contextOf(k, name)!.pasid,
  hardwareOf(k, name) {
    const ctx = contextOf(k, name);
    return ctx && { device: ctx.device, pasid: ctx.pasid, running: 1 - ctx.aborted, mm: ctx.mm };
  },
  abort: abortWork,
  isUnplugged: () => false,
};
