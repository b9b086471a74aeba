import { linux412 } from './linux-4.12.ts';
import type { Version } from './index.ts';

/** A mapping belongs to the leader of the thread group, with the capability that it had then; ioctls hold no lock since v4.13. */
export const linux418: Version = {
  name: 'linux-4.18',
  says: 'August 2018: a mapping is charged to what the leader of the thread group runs in now',
  has: ['vfio', 'mdev'],
  switches: {
    ...linux412.switches,
    dmaOwner: 'group-leader',
    pinCharges: 'owner',
    lockCap: 'at-map',
    ioctlHoldsContainer: 'not-held',
  },
  known: [],
};
