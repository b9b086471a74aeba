import type { LockedIn, Points } from '../machine/points.ts';

export const idxdPoints = {
  contextBound: { in: 'idxd_cdev_open', at: 'idxd_cdev_open: bound, not yet counted' },
  contextDrained: {
    in: 'idxd_file_dev_release',
    at: 'idxd_file_dev_release: drained, not yet unbound',
  },
} as const satisfies Points;

export const idxdLockedIn: LockedIn = {
  'wq->wq_lock': ['idxd_cdev_open', 'idxd_file_dev_release'],
};
