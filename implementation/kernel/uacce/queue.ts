import { findFile } from '../fs/file-table.ts';
import { openFile } from '../fs/open.ts';
import { iommuSvaUnbindDevice } from '../iommu/iommu-sva.ts';
import type { Kernel } from '../kernel.ts';
import type { Call } from '../machine/pause.ts';
import type { Ptr } from '../machine/slab.ts';
import { mutexLock } from '../machine/wait.ts';
import type { Task } from '../process/task.ts';
import { giveBackQp } from './pool.ts';
import type { Queue } from './tables.ts';

/** Queues, in drivers/misc/uacce/uacce.c, and the part of a device driver that their operations need. */

/**
 * UACCE_Q_*: ZOMBIE is both “not yet” and “no longer”. `asked`: the holder of the mutex has to start it; no kernel
 * has this state.
 */
export const queueState = { zombie: 0, init: 1, started: 2, asked: 3 } as const;

/** Unlocks uacce->mutex, after the starts that were left to its holder. */
export function unlockDevice(k: Kernel, device: number): void {
  if (k.switches.uacceStart === 'left-to-holder')
    for (const q of k.uacce.queues.rows)
      if (q.live !== 0 && q.device === device && q.state === queueState.asked) runQueue(k, q);
  k.locks.unlock(k.uacce.mutex, device);
}

/** uacce_unbind_queue: once. */
export function* unbindQueue(k: Kernel, queue: Ptr): Call<void> {
  const q = k.uacce.queues.at(queue, 'uacce_unbind_queue');
  const { bond } = q;
  if (k.switches.uacceUnbind === 'forgets-bond') q.bond = 0;
  if (bond !== 0) yield* iommuSvaUnbindDevice(k, bond);
}

/** uacce_put_queue: before v6.0 it took the one mutex of all queues itself, in every caller. */
export function* uaccePutQueue(k: Kernel, queue: Ptr): Call<void> {
  const isGlobal = k.switches.uacceIoctlMutex === 'global';
  if (isGlobal) yield* mutexLock(k, k.uacce.globalMutex, 0, 'uacce_put_queue');
  putQueue(k, queue);
  if (isGlobal) k.locks.unlock(k.uacce.globalMutex, 0);
}

/** uacce_put_queue, under a mutex: stops the hardware and gives it back, once. */
export function putQueue(k: Kernel, queue: Ptr): void {
  const q = k.uacce.queues.at(queue, 'uacce_put_queue');
  if (q.state === queueState.started) stopQueue(k, queue);
  // q->priv keeps its value.
  if (q.state !== queueState.zombie) giveBackQp(k, q.qp);
  q.state = queueState.zombie;
}

export function stopQueue(k: Kernel, queue: Ptr): void {
  const { qp } = k.uacce.queues.at(queue, 'stop_queue');
  k.uacce.qps.at(qp, 'stop_queue').running = 0;
}

export function runQueue(k: Kernel, q: Queue, qp = q.qp): void {
  k.uacce.qps.at(qp, 'start_queue').running = 1;
  q.state = queueState.started;
}

/** The PASID that open returned to the process. */
export function pasidOfFile(k: Kernel, name: number): number {
  return k.uacce.queues.at(k.uacce.files.at(findFile(k, name), 'ioctl').queue, 'ioctl').pasid;
}

/**
 * The hardware queue of a file, from open until it is given back: the source of a DMA. It may still run
 * after the last descriptor was closed.
 */
export function hardwareOf(k: Kernel, name: number) {
  const q = queueOfName(k, name);
  if (q === undefined || !k.uacce.qps.isLive(q.qp)) return undefined;
  const qp = k.uacce.qps.at(q.qp, 'hardware');
  return qp.queue === k.uacce.queues.pointer(q) ? qp : undefined;
}

/** Whether a queue that was started is of a device that is gone, even if another one is in its place. */
export function isUnplugged(k: Kernel, name: number): boolean {
  const q = queueOfName(k, name);
  return q?.state === queueState.started && !k.uacce.qms.isLive(q.qm);
}

function queueOfName(k: Kernel, name: number): Queue | undefined {
  for (const f of k.uacce.files.rows)
    if (f.live !== 0 && f.queue !== 0 && f.name === name)
      return k.uacce.queues.at(f.queue, 'hardware');
  return undefined;
}

/** The queue of a file that the task has open; 0 if it is not open. */
export function queueOf(k: Kernel, task: Task, name: number): Ptr {
  const file = openFile(k, task, name);
  return file === 0 ? 0 : k.uacce.files.at(file, 'fdget').queue;
}
