import type { Slice } from '../../slice.ts';
import { ofDesigns } from './design.ts';

/** The fourth version (Pan, 2021-02-27): a spinlock, notifiers in atomic context, and a free that waits for the last reference. */
export const setsExtV4: Slice = {
  has: ofDesigns,
  switches: {
    setPins: 'nothing',
    setEnds: 'empty',
    setQuotaBack: 'kept',
    setToken: 'until-it-ends',
    guestBindUndo: 'all-but-reference',
    guestCleanDrains: 'under-spinlock',
    setStoreFails: 'answers-pasid',
  },
  known: [],
};
