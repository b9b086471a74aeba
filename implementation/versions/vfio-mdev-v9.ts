import { linux49 } from './linux-4.9.ts';
import type { Version } from './index.ts';

/**
 * The ninth version of the patches for mediated devices on v4.9, as reviewed in the thread of October 2016 (Wankhede and
 * Williamson, “[PATCH v9 04/12] vfio iommu: Add support for mediated devices”). What the mail does not quote is inferred.
 */
export const vfioMdevV9: Version = {
  name: 'vfio-mdev-v9',
  says: 'October 2016: the patches for mediated devices in their ninth version, before the review',
  has: ['vfio', 'mdev'],
  switches: {
    ...linux49.switches,
    externalOwner: 'attacher',
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
    noPinOperation: 'returns-zero',
  },
  known: [],
};
