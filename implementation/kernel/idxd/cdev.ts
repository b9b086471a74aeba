import { isDedicated } from '../../../model/sva/bounds.ts';
import { type FileOperations, POLLNVAL } from '../fs/file-operations.ts';
import type { File } from '../fs/file-table.ts';
import { findFile } from '../fs/file-table.ts';
import { openDeviceFile } from '../fs/open.ts';
import { dmaResult, iommuOps } from '../iommu/iommu-ops.ts';
import { translate } from '../iommu/iommu.ts';
import type { Kernel } from '../kernel.ts';
import { EINVAL, ENOMEM, ENXIO, EPERM } from '../machine/errno.ts';
import type { Call } from '../machine/pause.ts';
import type { Ptr } from '../machine/slab.ts';
import { mutexLock } from '../machine/wait.ts';
import { remapPfnRange } from '../mm/mmap.ts';
import type { VmOperations } from '../mm/vm-operations.ts';
import type { Accelerator } from '../pci/accelerator.ts';
import { current, type Task } from '../process/task.ts';
import { openContext, releaseContext } from './context.ts';

/** drivers/dma/idxd/cdev.c: files of a work queue. */

/** idxd_cdev_open: binds the caller’s mm, with the lock of the queue held. 0 or an error. The file keeps the context from before the bind on. */
function* idxdCdevOpen(
  k: Kernel,
  task: Task,
  file: Ptr,
  device: number,
  isPrivate = false,
): Call<number> {
  const ptr = k.idxd.contexts.alloc();
  if (ptr === 0) return ENOMEM;
  yield* mutexLock(k, k.idxd.wqLock, device, 'idxd_cdev_open');
  k.idxd.files.at(file, 'idxd_cdev_open').context = ptr;
  return yield* openContext(k, task, ptr, device, isPrivate);
}

/** idxd_cdev_release: unregisters the device of the file, and the put of its last reference does the rest. */
function* idxdCdevRelease(k: Kernel, { context }: File<'context'>): Call<void> {
  k.machine.enters('idxd_cdev_release');
  yield* releaseContext(k, context);
}

/** Whether an mm is that for which the file was opened. */
function isOfMm(k: Kernel, file: Ptr, mm: Ptr, where: string): boolean {
  const { context } = k.idxd.files.at(file, where);
  return k.idxd.contexts.at(context, where).mm === k.mms.at(mm, where).id;
}

/** idxd_cdev_mmap: one page of the portal, as often as wanted. */
function* idxdCdevMmap(
  k: Kernel,
  file: Ptr,
  area: Ptr,
  mm: Ptr,
  pgoff: number,
  pages: number,
): Call<number> {
  if (k.switches.idxdMmap === 'same-mm' && !isOfMm(k, file, mm, 'idxd_cdev_mmap')) return EPERM;
  if (pages > 1) return EINVAL;
  remapPfnRange(k, area, portalArea, mm, file, pgoff);
  return 0;
}

/** The area of a portal. Linux has no operations for it; fork does not copy it (VM_DONTCOPY). */
export const portalArea: VmOperations = {
  *close() {},
  access: () => 0,
};

/** idxd_cdev_write: the kernel submits, to a shared queue under the PASID of the file. What the device reached, as in `reachedBy`. */
function* idxdCdevWrite(k: Kernel, task: Task, file: Ptr): Call<number> {
  const where = 'idxd_cdev_write';
  if (k.switches.idxdWrite === 'same-mm' && !isOfMm(k, file, task.mm, where)) return EPERM;
  const { device, pasid } = k.idxd.contexts.at(k.idxd.files.at(file, where).context, where);
  const used = isDedicated(k.world, device) ? k.idxd.queues[device]!.pasid : pasid;
  return translate(k, device, used) - dmaResult.fault;
}

/** idxd_cdev_poll: the events of the file. The device has no error here, so there is none for its owner. */
function* idxdCdevPoll(k: Kernel, file: Ptr): Call<number> {
  if (k.switches.idxdPoll === 'any-mm') return 0;
  if (isOfMm(k, file, current(k).mm, 'idxd_cdev_poll')) return 0;
  return k.switches.idxdPoll === 'POLLNVAL' ? POLLNVAL : EPERM >>> 0;
}

/** idxd_cdev_fops */
export const idxdFops: FileOperations = {
  open: idxdCdevOpen,
  release: idxdCdevRelease,
  mmap: idxdCdevMmap,
  write: idxdCdevWrite,
  poll: idxdCdevPoll,
};

/** Not in Linux: the files of a driver that passes SVM_FLAG_PRIVATE_PASID, as no driver in the tree did. */
export const privateFops: FileOperations = {
  ...idxdFops,
  open: (k, task, file, device) => idxdCdevOpen(k, task, file, device, true),
};

function contextOf(k: Kernel, name: number) {
  const file = findFile(k, name);
  const context = file === 0 ? 0 : k.idxd.files.at(file, 'hardware').context;
  return k.idxd.contexts.isLive(context) ? k.idxd.contexts.at(context, 'hardware') : undefined;
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
  openPrivate: (k, task, device, name) => openDeviceFile(k, task, privateFops, device, name),
  /** 0 if the driver has freed what it knew of the file. */
  pasidOfFile: (k, name) => contextOf(k, name)?.pasid ?? 0,
  hardwareOf(k, name) {
    const ctx = contextOf(k, name);
    return ctx && { device: ctx.device, pasid: ctx.pasid, running: 1 - ctx.aborted, mm: ctx.mm };
  },
  queueOf(k, name) {
    const ctx = contextOf(k, name);
    if (ctx === undefined) return undefined;
    const { device } = ctx;
    const pasid = isDedicated(k.world, device) ? k.idxd.queues[device]!.pasid : undefined;
    return { device, pasid };
  },
  abort: abortWork,
  isUnplugged: () => false,
};
