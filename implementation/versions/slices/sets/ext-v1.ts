import type { Slice } from '../../slice.ts';
import { ofDesigns } from './design.ts';

/** “IOASID extensions for guest SVA” as first posted (Pan, 2020-03-25): a mutex, and a chain of notifiers that may block. */
export const setsExtV1: Slice = {
  has: ofDesigns,
  switches: {
    setRelease: 'frees',
    allocLock: 'mutex',
    guestFree: 'cleaned-inside',
    guestFreeOf: 'any-set',
    guestOwner: 'not-checked',
    setCapacityCheck: 'before-lock',
    setQuotaCheck: 'before-lock',
    setAdjust: 'whole',
  },
  known: [
    'ioasid-mutex-in-srcu-callback',
    'gpasid-bind-no-ownership',
    'vfio-frees-pasid-of-others',
    'ioasid-v1-capacity-toctou',
    'ioasid-v1-quota-toctou',
    'ioasid-v1-adjust-enospc',
    'ioasid-notifier-abba',
  ],
};
