import type { Slice } from '../../slice.ts';
import { vfio410 } from './4.10.ts';

/** The work item is gone: mmap_lock is waited for, and the limit tested under it (0cfef2b7410b). Map charges current. */
export const vfio412: Slice = {
  has: ['vfio', 'mdev'],
  switches: {
    ...vfio410.switches,
    charge: 'waits',
    limitTest: 'when-charging',
    externalLimit: 'if-counted',
    pinCharges: 'current',
  },
  known: [],
};
