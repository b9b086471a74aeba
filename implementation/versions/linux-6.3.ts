import { reference } from '../kernel/switches.ts';
import type { Version } from './index.ts';

/** A mapping keeps the mm that made it and counts what it is charged (046eca5018f8, 18e292705ba2, 90fdd158a695). */
export const linux63: Version = {
  name: 'linux-6.3',
  says: 'April 2023: a mapping is charged to the mm that made it, and its charge moves with its virtual address',
  has: ['vfio', 'mdev', 'vaddr', 'dirty'],
  switches: {
    ...reference,
    pageCounts: 'by-who-pins',
    replayMm: 'of-current',
    replayDeadOwner: 'charged',
    dmaCounter: 'kept-while-alive',
    gupNothing: 'success',
    unmapStuck: 'BUG_ON',
    driverList: 'locked',
    dirtyUnwind: 'failing-one',
    ioctlHoldsContainer: 'not-held',
  },
  known: [],
};
