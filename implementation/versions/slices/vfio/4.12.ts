import type { Slice } from '../../slice.ts';
import { vfio410 } from './4.10.ts';

/** Without the work item: a charge waits for mmap_lock, and tests the limit under it (0cfef2b7410b). */
export const vfio412: Slice = {
  has: ['vfio', 'mdev'],
  switches: {
    ...vfio410.switches,
    charge: 'waits',
    limitTest: 'when-charging',
    externalLimit: 'if-counted',
  },
  known: [],
};
