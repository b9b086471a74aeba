import { iommuDisableSva } from '../iommu/iommu-sva.ts';
import type { Kernel } from '../kernel.ts';
import type { Call } from '../machine/pause.ts';
import { mutexLock, point } from '../machine/wait.ts';
import type { PciDriver } from '../pci/driver.ts';
import { unbindHandles } from './handle.ts';
import { isLastOpener, isOfPresent, zapInode, zapQueue } from './mmap.ts';
import { uaccePoints } from './points.ts';
import { putQueue, unbindQueue, unlockDevice } from './queue.ts';
import type { Queue } from './tables.ts';

/**
 * uacce_remove: every queue stops and unbinds, then the device is gone. Its mappings are zapped queue by queue (v6.5), or first
 * of all, without a lock. The lock for the list of queues is given back before SVA is disabled; the mutex of newer kernels
 * is held to the end.
 */
function* uacceRemove(k: Kernel, device: number): Call<void> {
  if (k.switches.uacceRemove === 'unmaps-first') {
    zapInode(k, device);
    yield* point(k, uaccePoints.removeZapped);
  }
  const coversAll = k.switches.uacceMutexCovers === 'whole-operation';
  yield* mutexLock(k, k.uacce.mutex, device, 'uacce_remove');
  for (const q of k.uacce.queues.rows.toReversed())
    if (q.listed !== 0 && isOfPresent(k, q, device)) yield* removeQueue(k, q);
  if (!coversAll) unlockDevice(k, device);
  yield* iommuDisableSva(k, device);
  k.pci.devices[device]!.present = 0;
  if (coversAll) unlockDevice(k, device);
}

/**
 * A mutex keeps mmap from a queue that is being put: q->mutex; before v6.0 that of uacce_put_queue. (Linux zaps after unbind:
 * hisi_qm keeps the memory of a queue that was put until its driver is removed. Here it is freed at once.)
 */
function* removeQueue(k: Kernel, q: Queue): Call<void> {
  const queue = k.uacce.queues.pointer(q);
  const isGlobal = k.switches.uacceIoctlMutex === 'global';
  const mutex = isGlobal ? k.uacce.globalMutex : k.uacce.queueMutex;
  const index = isGlobal ? 0 : q.index;
  yield* mutexLock(k, mutex, index, isGlobal ? 'uacce_put_queue' : 'uacce_remove');
  if (k.switches.uacceRemove === 'unmaps' && isLastOpener(k, q)) zapQueue(k, queue);
  putQueue(k, queue);
  const unlocksFirst = k.switches.uacceRemoveUnbind === 'after-unlock';
  if (unlocksFirst) k.locks.unlock(mutex, index);
  yield* unbindQueue(k, queue);
  if (!unlocksFirst) k.locks.unlock(mutex, index);
  yield* unbindHandles(k, queue);
}

function hisiProbe(k: Kernel, device: number): void {
  const { qms, privates } = k.uacce;
  const qm = qms.embedded();
  qms.at(qm, 'probe').device = device;
  privates[device]!.qm = qm;
}

/**
 * hisi_qm_uninit, as it was up to v5.9: first uacce, then the driver’s data: hisi_qm, and the memory of all its hardware queues, also
 * of those that uacce did not find in its list. (Later the memory goes first, after a wait for queues in use.)
 */
function* hisiRemove(k: Kernel, device: number): Call<void> {
  k.machine.enters('hisi_qm_wait_task_finish');
  yield* uacceRemove(k, device);
  const { qps } = k.uacce;
  for (const qp of qps.rows)
    if (qp.live !== 0 && qp.device === device) qps.free(qps.pointer(qp), 'hisi_qm_uninit');
  k.uacce.qms.free(k.uacce.privates[device]!.qm, 'hisi_qm_uninit');
}

/** hisi_qm and the drivers above it, as far as uacce uses them. */
export const hisiDriver: PciDriver = { probe: hisiProbe, remove: hisiRemove };
