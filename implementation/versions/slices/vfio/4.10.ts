import type { Slice } from '../../slice.ts';
import { vfio49 } from './4.9.ts';

/**
 * Mediated devices as they were merged: a mapping knows the task that made it (a54eb55045ae, 8f0d5bb95f76, c086de818dd8). Map and
 * attach charge the caller (6c38c055cc4c, of 2016-12-30; read in v4.11-rc1).
 */
export const vfio410: Slice = {
  has: ['vfio', 'mdev'],
  switches: {
    ...vfio49.switches,
    dmaOwner: 'mapping-thread',
    pinCharges: 'current',
    firstPageLimit: 'if-counted',
    externalLimit: 'always',
    pinNodeUnwind: 'by-lookup',
    gupNothing: 'error',
    unmapTells: 'drivers',
    unmapStuck: 'BUG_ON',
    noticeChain: 'ends-at-refusal',
    unmapBy: 'owner',
    sanityCheck: 'last-mediated',
    pinBehindIommu: 'with-mediated',
    pinGroupLock: 'held',
  },
  known: [],
};
