import type { Slice } from '../../slice.ts';
import { vfio412 } from './4.12.ts';

/** A mapping belongs to the leader of the thread group, with its capability at map time; ioctls hold no lock since v4.13. */
export const vfio418: Slice = {
  has: ['vfio', 'mdev'],
  switches: {
    ...vfio412.switches,
    dmaOwner: 'group-leader',
    pinCharges: 'owner',
    pinOwnerMm: 'of-task',
    unmapRange: 'exclusive-end',
    lockCap: 'at-map',
    ioctlHoldsContainer: 'not-held',
    pinGroupLock: 'not-held',
  },
  known: [],
};
