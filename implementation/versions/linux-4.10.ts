import { linux49 } from './linux-4.9.ts';
import type { Version } from './index.ts';

/** Mediated devices as they were merged: a mapping knows the task that made it (a54eb55045ae, 8f0d5bb95f76, c086de818dd8). */
export const linux410: Version = {
  name: 'linux-4.10',
  says: 'February 2017: mediated devices; a mapping is charged to the thread that made it, later if mmap_lock is taken',
  has: ['vfio', 'mdev'],
  switches: {
    ...linux49.switches,
    dmaOwner: 'mapping-thread',
    firstPageLimit: 'if-counted',
    externalLimit: 'always',
    pinNodeUnwind: 'by-lookup',
    unmapTells: 'drivers',
    unmapStuck: 'BUG_ON',
    unmapBy: 'owner',
    sanityCheck: 'last-mediated',
    pinBehindIommu: 'with-mediated',
  },
  known: [],
};
