import { iommuDisableSva } from '../iommu/iommu-sva.ts';
import type { Kernel } from '../kernel.ts';
import type { Call } from '../machine/pause.ts';
import { mutexLock } from '../machine/wait.ts';
import type { PciDriver } from '../pci/driver.ts';
import { unbindHandles } from './handle.ts';
import { zapQueue } from './mmap.ts';
import { putQueue, unbindQueue, unlockDevice } from './queue.ts';

/**
 * uacce_remove: mappings are zapped, every queue stops and unbinds, then the device is gone. q->mutex keeps
 * mmap from a queue that is being put. (Linux zaps after unbind: hisi_qm keeps the memory of a queue that
 * was put until its driver is removed. Here it is freed at once.)
 */
function* uacceRemove(k: Kernel, device: number): Call<void> {
  yield* mutexLock(k, k.uacce.mutex, device, 'uacce_remove');
  for (const q of k.uacce.queues.rows) {
    if (q.live === 0 || q.listed === 0 || q.device !== device) continue;
    const queue = k.uacce.queues.pointer(q);
    yield* mutexLock(k, k.uacce.queueMutex, q.index, 'uacce_remove');
    const unlocksFirst = k.switches.uacceRemoveUnbind === 'after-unlock';
    if (k.switches.uacceRemove === 'unmaps') zapQueue(k, queue);
    putQueue(k, queue);
    if (unlocksFirst) k.locks.unlock(k.uacce.queueMutex, q.index);
    yield* unbindQueue(k, queue);
    if (!unlocksFirst) k.locks.unlock(k.uacce.queueMutex, q.index);
    yield* unbindHandles(k, queue);
  }
  yield* iommuDisableSva(k, device);
  k.pci.devices[device]!.present = 0;
  unlockDevice(k, device);
}

/** hisi_qm and the drivers above it; only the removal of uacce is simulated. */
export const hisiDriver: PciDriver = { remove: uacceRemove };
