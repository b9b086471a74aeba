import type { Slice } from '../../slice.ts';

/** Before mediated devices: the running task is charged; the charge is deferred if mmap_lock is held (vfio_iommu_type1.c, v3.6 to v4.9). */
export const vfio49: Slice = {
  has: ['vfio'],
  switches: {
    dmaOwner: 'current',
    charge: 'deferred-if-contended',
    limitTest: 'before',
    laterPage: 'ends-run',
    pageLookup: 'page-by-page',
    firstPageLimit: 'always',
    pageCounts: 'by-who-pins',
    lockCap: 'at-charge',
    replayUnwind: 'none',
    replayMm: 'of-current',
    replayDeadOwner: 'charged',
    gupNothing: 'EFAULT',
    unmapTells: 'nobody',
    rangeEnd: 'exclusive-end',
    unmapRange: 'none',
    dmaLimit: 'none',
    munmapUnlocks: 'unless-zero',
  },
  known: [],
};
