import type { LockedIn, Points } from '../machine/points.ts';

export const uaccePoints = {
  openFound: { in: 'uacce_fops_open', at: 'uacce_fops_open: device found, not yet bound' },
  openBound: { in: 'uacce_fops_open', at: 'uacce_fops_open: bound, not yet listed' },
  releasePut: { in: 'uacce_fops_release', at: 'uacce_fops_release: queue put, not yet unbound' },
  startChecked: {
    in: 'uacce_start_queue',
    at: 'uacce_start_queue: state checked, not yet started',
  },
  removeZapped: {
    in: 'uacce_remove',
    at: 'uacce_remove: mappings removed, queues not yet put',
  },
} as const satisfies Points;

export const uacceLockedIn: LockedIn = {
  'uacce->mutex': [
    'uacce_fops_open',
    'uacce_fops_release',
    'uacce_fops_unl_ioctl',
    'ioctl',
    'uacce_remove',
    'uacce_fops_mmap',
  ],
  uacce_mutex: [
    'uacce_fops_unl_ioctl',
    'uacce_start_queue',
    'uacce_put_queue',
    'uacce_fops_mmap',
    'uacce_fops_poll',
  ],
  'q->mutex': ['uacce_fops_mmap', 'uacce_fops_poll', 'uacce_vma_close', 'uacce_remove'],
};
