import type { Slice } from '../../slice.ts';
import { ofDesigns } from './design.ts';

/** The allocator of v5.11 to v5.17 and the guest binds of v5.8 to v5.17: nobody is told of a free, and nobody asks for an owner. The quotas of sets are those of VFIO, which counted them itself in the first versions of its series. */
export const sets511: Slice = {
  has: ofDesigns,
  switches: {
    guestFree: 'untold',
    setPins: 'nothing',
    guestFreeOf: 'any-set',
    guestOwner: 'not-checked',
  },
  known: [],
};
