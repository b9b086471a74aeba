import type { Slice } from '../../slice.ts';

/** The allocator of v5.11 to v5.17 and the guest binds of v5.8 to v5.17: nobody is told of a free, and nobody asks for an owner. The quotas of sets are those of VFIO, which counted them itself in the first versions of its series. */
export const sets511: Slice = {
  has: ['ioasid', 'pasid-sets', 'guest-bind'],
  switches: {
    guestFree: 'untold',
    guestFreeOf: 'any-set',
    guestOwner: 'not-checked',
  },
  known: ['gpasid-free-before-unbind', 'gpasid-bind-no-ownership', 'vfio-frees-pasid-of-others'],
};
