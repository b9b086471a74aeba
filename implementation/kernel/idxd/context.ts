import { isDedicated } from '../../../model/sva/bounds.ts';
import { iommuSvaBindDevice, iommuSvaGetPasid, iommuSvaUnbindDevice } from '../iommu/iommu-sva.ts';
import { iommuOps } from '../iommu/iommu-ops.ts';
import type { Kernel } from '../kernel.ts';
import { EBUSY, EINVAL, ENOMEM } from '../machine/errno.ts';
import type { Call } from '../machine/pause.ts';
import type { Ptr } from '../machine/slab.ts';
import { mutexLock, point } from '../machine/wait.ts';
import { NO_PASID } from '../mm/pasid.ts';
import type { Task } from '../process/task.ts';
import { idxdPoints } from './points.ts';

/** drivers/dma/idxd/cdev.c and device.c: what the file of a queue holds, from its open to its release. */

/** What open does under the lock of the queue, which it drops. 0 or an error; the context is freed after an error. */
export function* openContext(
  k: Kernel,
  task: Task,
  ptr: Ptr,
  device: number,
  isPrivate: boolean,
): Call<number> {
  const wq = k.idxd.queues[device]!;
  const ret =
    isDedicated(k.world, device) && wq.clients > 0
      ? EBUSY
      : yield* bindContext(k, task, ptr, device, isPrivate);
  if (ret < 0) return endOpen(k, ptr, device, ret);
  yield* point(k, idxdPoints.contextBound);
  const { bond, pasid } = k.idxd.contexts.at(ptr, 'idxd_cdev_open');
  if (isDedicated(k.world, device)) {
    k.machine.enters('idxd_wq_set_pasid'); // it waits for the work of the queue
    wq.pasid = pasid;
  }
  if (k.machine.allocationFails('file_ida')) {
    if (k.switches.idxdFailedOpen === 'queue-cleared') wq.pasid = 0;
    yield* iommuSvaUnbindDevice(k, bond);
    return endOpen(k, ptr, device, k.switches.idxdFileNumber === 'own-error' ? ENOMEM : 0);
  }
  if (k.machine.allocationFails('device of the file')) return yield* putDevice(k, ptr, device);
  wq.clients++;
  k.locks.unlock(k.idxd.wqLock, device);
  return 0;
}

/** The last of its error labels. */
function endOpen(k: Kernel, ptr: Ptr, device: number, ret: number): number {
  k.locks.unlock(k.idxd.wqLock, device);
  k.idxd.contexts.free(ptr, 'idxd_cdev_open');
  return ret;
}

function* bindContext(
  k: Kernel,
  task: Task,
  ptr: Ptr,
  device: number,
  isPrivate: boolean,
): Call<number> {
  const { dev } = k.pci.devices[device]!;
  const bond = yield* iommuSvaBindDevice(k, device, dev, task.mm, isPrivate);
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

/** The device of the file cannot be added. Its put releases the context, with all that release() does. */
function* putDevice(k: Kernel, ptr: Ptr, device: number): Call<number> {
  const wq = k.idxd.queues[device]!;
  const { bond } = k.idxd.contexts.at(ptr, 'idxd_cdev_open');
  if (k.switches.idxdFileDevice === 'put-unlocked') {
    wq.clients++;
    k.locks.unlock(k.idxd.wqLock, device);
    yield* releaseContext(k, ptr);
    return ENOMEM;
  }
  yield* releaseContext(k, ptr);
  yield* iommuSvaUnbindDevice(k, bond);
  return endOpen(k, ptr, device, ENOMEM);
}

/**
 * idxd_file_dev_release: the device ends its work for the PASID, which waits for answers; then the bond goes. The user count falls last, so
 * that a dedicated queue is free when its PASID is gone.
 */
export function* releaseContext(k: Kernel, context: Ptr): Call<void> {
  const ctx = k.idxd.contexts.at(context, 'idxd_file_dev_release');
  const { aborted, device, pasid, bond } = ctx;
  if (aborted === 0) yield* iommuOps(k).drainDevice(k, device, pasid);
  const wq = k.idxd.queues[device]!;
  if (isDedicated(k.world, device)) wq.pasid = 0; // idxd_wq_disable_pasid
  yield* point(k, idxdPoints.contextDrained);
  yield* iommuSvaUnbindDevice(k, bond);
  k.idxd.contexts.free(context, 'idxd_file_dev_release');
  yield* mutexLock(k, k.idxd.wqLock, device, 'idxd_file_dev_release');
  wq.clients--; // idxd_wq_put
  k.locks.unlock(k.idxd.wqLock, device);
}
