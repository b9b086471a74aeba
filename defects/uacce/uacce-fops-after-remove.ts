import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const uacceFopsAfterRemove: Defect = {
  id: 'uacce-fops-after-remove',
  title: 'poll calls the driver of a device that was removed',
  story:
    'Open files outlive the removal of their device. START_Q, PUT_Q and mmap check the state of the queue under uacce_mutex, which removal takes when it puts the queue. But poll takes no mutex and checks nothing, and neither do the driver’s own ioctls and get_queue in open: each calls an operation in a module that may be unloaded, with data that the driver has freed. (The drivers of HiSilicon wait until none of their queues is in use. So this needs a driver that does not, or a queue that PUT_Q gives back meanwhile.)',
  source:
    'Brucker, 2022-06-20, “uacce: Tidy up locking” (“uacce fops may be called after uacce_remove() completes”), applied as “uacce: Handle parent device removal or parent driver module rmmod” (v6.0); uacce_fops_poll in drivers/misc/uacce/uacce.c before that',
  fix: 'poll takes q->mutex, the driver’s ioctls and open take uacce->mutex, and each checks that the queue or the device is still valid (v6.0).',
  evidence: 'verified',
  releases: ['linux-5.17', 'linux-5.18-rc1', 'linux-5.18-rc1-mmget', 'linux-5.18'],
  switches: { uaccePoll: 'calls-driver' },
  law: 'no-splat',
  place: { splat: 'use-after-free', where: 'is_q_updated', what: 'hisi_qm' },
  world: 'sva-uacce',
  shortest: parseSteps('open p0 d0 -> f0', 'hotplug d0 remove', 'poll p0 f0'),
};
