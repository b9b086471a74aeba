import { linux410 } from './linux-4.10.ts';
import type { Version } from './index.ts';

/** The work item is gone: mmap_lock is waited for, and the limit tested under it (0cfef2b7410b). Map charges current. */
export const linux412: Version = {
  name: 'linux-4.12',
  says: 'July 2017: charges are made at once and within the limit, by map to whoever runs',
  has: ['vfio', 'mdev'],
  switches: {
    ...linux410.switches,
    charge: 'waits',
    limitTest: 'when-charging',
    externalLimit: 'if-counted',
    pinCharges: 'current',
  },
  known: [],
};
