import type { Request } from '../fs/file-operations.ts';
import type { Kernel } from '../kernel.ts';
import { EINVAL, ENXIO } from '../machine/errno.ts';
import type { Call } from '../machine/pause.ts';
import type { Ptr } from '../machine/slab.ts';
import { mutexLock, point } from '../machine/wait.ts';
import type { Task } from '../process/task.ts';
import { uaccePoints } from './points.ts';
import { putQueue, queueState, runQueue, stopQueue, unlockDevice } from './queue.ts';

/** uacce_fops_unl_ioctl, in drivers/misc/uacce/uacce.c: a queue is started and stopped. */

export interface UacceRequest extends Request {
  readonly cmd: 'UACCE_CMD_START_Q' | 'UACCE_CMD_PUT_Q';
}

/**
 * UACCE_CMD_START_Q and UACCE_CMD_PUT_Q: 0 or an error. Newer kernels first check that the queue is still valid, under the
 * mutex of the device. In older ones uacce_start_queue and uacce_put_queue each take the one mutex of all queues and check the
 * state. Removal takes the mutex as well, in either case.
 */
export function* uacceFopsIoctl(
  k: Kernel,
  _task: Task,
  file: Ptr,
  { cmd }: UacceRequest,
): Call<number> {
  const { queue } = k.uacce.files.at(file, 'fdget');
  const q = k.uacce.queues.at(queue, 'uacce_fops_unl_ioctl');
  const isShared = k.switches.uacceIoctlMutex === 'of-device';
  const mutex = isShared ? k.uacce.mutex : k.uacce.globalMutex;
  const index = isShared ? q.device : 0;
  const wasReady = q.state === queueState.init;
  if (cmd === 'UACCE_CMD_START_Q' && wasReady && isLeftToHolder(k, q.device)) {
    q.state = queueState.asked;
    return 0;
  }
  yield* mutexLock(k, mutex, index, lockedIn(k, cmd));
  const isDead = q.state === queueState.zombie;
  let ret = 0;
  if (isDead && k.switches.uacceDeadQueue === 'own-check') ret = ENXIO;
  else if (cmd === 'UACCE_CMD_START_Q') ret = yield* startQueue(k, queue, wasReady);
  else if (k.switches.uaccePutQ === 'stop-and-put') putQueue(k, queue);
  else {
    const isRunning = q.state >= queueState.started;
    if (isRunning) stopQueue(k, queue);
    if (isRunning || k.switches.uaccePutQ === 'stop-and-init') q.state = queueState.init;
  }
  if (ret === 0 || k.switches.uacceRefusal === 'unlocks') {
    if (isShared) unlockDevice(k, index);
    else k.locks.unlock(mutex, index);
  }
  return ret;
}

/** The function that takes the mutex. */
function lockedIn(k: Kernel, cmd: UacceRequest['cmd']): string {
  if (k.switches.uacceIoctlMutex !== 'global') return 'uacce_fops_unl_ioctl';
  return cmd === 'UACCE_CMD_START_Q' ? 'uacce_start_queue' : 'uacce_put_queue';
}

/** Whether another task holds uacce->mutex and can do the start. */
function isLeftToHolder(k: Kernel, device: number): boolean {
  return k.switches.uacceStart === 'left-to-holder' && k.uacce.mutex.locks[device]!.owner !== 0;
}

/** @param wasReady - its state before the mutex was taken */
function* startQueue(k: Kernel, queue: Ptr, wasReady: boolean): Call<number> {
  const q = k.uacce.queues.at(queue, 'uacce_start_queue');
  const isReady =
    k.switches.uacceStart === 'checked-before-mutex' ? wasReady : q.state === queueState.init;
  if (!isReady) return EINVAL;
  const { qp } = q; // q->priv, in ops->start_queue
  yield* point(k, uaccePoints.startChecked);
  runQueue(k, q, qp);
  return 0;
}
