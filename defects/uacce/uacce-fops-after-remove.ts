import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const uacceFopsAfterRemove: Defect = {
  id: 'uacce-fops-after-remove',
  title: 'an ioctl checks the state of the queue, and continues after the device is removed',
  story:
    'START_Q looks at the state under a mutex that removal does not take, and calls the driver’s operation. Removal in between puts the queue: the operation works on what was freed, in a module that may be gone.',
  source:
    'Brucker, 2022-06-10 to 2022-06-24, “uacce: Handle parent device removal or parent driver module rmmod”; drivers/misc/uacce/uacce.c before v6.0 (uacce_mutex)',
  fix: 'ioctl takes the mutex of the device and asks whether the queue is still valid (v6.0).',
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
