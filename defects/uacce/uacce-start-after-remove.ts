import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const uacceStartAfterRemove: Defect = {
  id: 'uacce-start-after-remove',
  title: 'START_Q checks the state of the queue, and continues after the device is removed',
  story:
    'START_Q checks the state under a mutex that removal does not take, and calls the driver’s operation. A removal in between puts the queue. The operation then works on freed memory. (The drivers of HiSilicon wait until none of their queues is in use. So this needs a driver that does not, or a queue that PUT_Q gives back meanwhile.)',
  source:
    'nobody made it: before v6.0 uacce_start_queue and uacce_put_queue both take uacce_mutex, and removal calls the second; since v6.0 ioctl and removal both take uacce->mutex. The operations that ran without a mutex are those of uacce-fops-after-remove',
  fix: 'The ioctl takes a mutex that removal takes as well.',
  evidence: 'hypothesis',
  switches: { uacceIoctlMutex: 'of-ioctls' },
  law: 'no-splat',
  place: { splat: 'use-after-free', where: 'start_queue', what: 'hisi_qp' },
  world: 'sva-small',
  shortest: parseSteps(
    'open p0 d0 -> f0',
    'start p0 f0 [stops at uacce_start_queue: state checked, not yet started]',
    'hotplug d0 remove',
    'continue p0',
  ),
};
