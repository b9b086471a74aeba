import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const uacceFopsAfterRemove: Defect = {
  id: 'uacce-fops-after-remove',
  title: 'an ioctl checks the state of the queue, and continues after the device is removed',
  story:
    'START_Q checks the state under a mutex that removal does not take, and calls the driver’s operation. A removal in between puts the queue. The operation then works on freed memory, in a module that may be unloaded.',
  source:
    'Brucker, 2022-06-10 to 2022-06-24, “uacce: Handle parent device removal or parent driver module rmmod”; drivers/misc/uacce/uacce.c before v6.0 (uacce_mutex)',
  fix: 'The ioctl takes the mutex of the device and checks that the queue is still valid (v6.0).',
  evidence: 'verified',
  switches: { uacceIoctlMutex: 'global' },
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
