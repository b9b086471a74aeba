import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const uacceMmapTakesDeviceMutex: Defect = {
  id: 'uacce-mmap-takes-device-mutex',
  title:
    'mmap takes the mutex of the device under mmap_lock, and open takes the two in the opposite order',
  story:
    'mmap runs under mmap_lock. Here it also takes uacce->mutex, as ioctl does. open binds under that mutex, and needs mmap_lock to register the notifier. So mmap and open can wait for each other.',
  source: 'nobody made it: the comment in uacce_fops_unl_ioctl (v6.0) says why mmap takes q->mutex',
  fix: 'mmap takes q->mutex.',
  evidence: 'hypothesis',
  switches: { uacceMmapMutex: 'of-device' },
  law: 'no-splat',
  place: {
    splat: 'inverted lock order',
    where: 'uacce_fops_mmap',
    what: 'uacce->mutex under mmap_lock',
  },
  world: 'sva',
  shortest: parseSteps('open p0 d0 -> f0', 'mmap p0 f0 mmio'),
  also: [
    {
      law: 'no-splat',
      place: {
        splat: 'deadlock',
        where: 'mmu_notifier_register',
        what: 'pN waits for mmap_lock N, which pN holds; pN waits for uacce->mutex N, which pN holds',
      },
      shortest: parseSteps(
        'open p0 d0 -> f0',
        'fork p0 -> p1',
        'clone p1 -> p2',
        'mmap p1 f0 mmio [stops at uacce_fops_mmap: before uacce->mutex]',
        'open p2 d0 -> f1',
      ),
    },
  ],
};
