import type { Slice } from '../../slice.ts';
import { vfio49 } from './4.9.ts';

/**
 * Version 9 of the patches for mediated devices on v4.9, as reviewed in the thread of October 2016 (Wankhede and
 * Williamson, “[PATCH v9 04/12] vfio iommu: Add support for mediated devices”). What the mail does not quote is inferred.
 */
export const vfioV9: Slice = {
  has: ['vfio', 'mdev'],
  switches: {
    ...vfio49.switches,
    externalOwner: 'attacher',
    pinBehindIommu: 'with-mediated',
    taskMm: 'tested-then-used',
    taskReference: 'not-taken',
    refusedPage: 'counted',
    pfnList: 'by-frame',
    externalPin: 'per-reference',
    externalCharge: 'per-reference',
    reaccount: 'credit-then-charge',
    reaccountReserved: 'counted',
    lastMediated: 'core-unpins-without-credit',
    driverClose: 'left-to-core',
    secondMediated: 'joins-freed',
    localAddressSpace: 'forgotten',
    gupNothing: 'error',
    noPinOperation: 'returns-zero',
  },
  known: [],
};
