import { reference } from '../kernel/switches.ts';
import type { Version } from './index.ts';

/** Before mediated devices: whoever runs is charged, later if mmap_lock is taken (vfio_iommu_type1.c, v3.6 to v4.9). */
export const linux49: Version = {
  name: 'linux-4.9',
  says: 'December 2016: VFIO without mediated devices; whoever maps, unmaps or closes is charged or credited',
  has: ['vfio'],
  switches: {
    ...reference,
    dmaOwner: 'current',
    charge: 'deferred-if-contended',
    limitTest: 'before',
    firstPageLimit: 'always',
    pageCounts: 'by-who-pins',
    lockCap: 'at-charge',
    replayUnwind: 'none',
    replayMm: 'of-current',
    replayDeadOwner: 'charged',
    gupNothing: 'success',
    unmapTells: 'nobody',
    dmaLimit: 'none',
  },
  known: [],
};
