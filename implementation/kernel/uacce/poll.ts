import type { Kernel } from '../kernel.ts';
import type { Call } from '../machine/pause.ts';
import type { Ptr } from '../machine/slab.ts';
import { mutexLock } from '../machine/wait.ts';
import { mmapMutex } from './mmap.ts';
import { queueState } from './queue.ts';

/**
 * uacce_fops_poll: asks the driver, whose is_q_updated reads the completions of the hardware queue. They are in memory that the
 * driver frees with its own data, when it is removed. There are none here, so the answer is always 0. Since v6.0 a queue
 * that is dead is not asked.
 */
export function* uacceFopsPoll(k: Kernel, file: Ptr): Call<number> {
  const { queue } = k.uacce.files.at(file, 'uacce_fops_poll');
  const q = k.uacce.queues.at(queue, 'uacce_fops_poll');
  if (k.switches.uaccePoll === 'calls-driver') {
    k.uacce.qms.at(q.qm, 'is_q_updated');
    return 0;
  }
  const { mutex, index } = mmapMutex(k, q);
  yield* mutexLock(k, mutex, index, 'uacce_fops_poll');
  if (q.state !== queueState.zombie) k.uacce.qms.at(q.qm, 'is_q_updated');
  k.locks.unlock(mutex, index);
  return 0;
}
