import type { Slice } from '../../slice.ts';

/** A mapping keeps the mm that made it, and counts its charge (046eca5018f8, 18e292705ba2, 90fdd158a695). */
export const vfio63: Slice = {
  has: ['vfio', 'mdev', 'vaddr', 'dirty'],
  switches: {
    pageCounts: 'by-who-pins',
    replayMm: 'of-current',
    replayDeadOwner: 'charged',
    dmaCounter: 'kept-while-alive',
    rangeEnd: 'exclusive-end',
    unmapStuck: 'BUG_ON',
    driverList: 'locked',
    unmapNotice: 'read-from-mapping',
    vaddrWithMediated: 'refused-with-warning',
    dirtyUnwind: 'failing-one',
    ioctlHoldsContainer: 'not-held',
  },
  known: [],
};
