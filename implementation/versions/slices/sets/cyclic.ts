import type { Slice } from '../../slice.ts';
import { ofDesigns } from './design.ts';

/** Pan’s first alternative of 2020-04-01: notifiers in atomic context, the rest in a workqueue, and PASIDs that are handed out in a circle. */
export const setsCyclic: Slice = {
  has: ofDesigns,
  switches: {
    setRelease: 'frees',
    guestFree: 'cleaned-later',
    pasidOrder: 'cyclic',
  },
  known: ['ioasid-async-cleanup-reuse', 'ioasid-cyclic-leaf-growth'],
};
