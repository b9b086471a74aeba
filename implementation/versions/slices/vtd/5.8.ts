import type { Slice } from '../../slice.ts';

/** intel/svm.c as read in v5.8: unbind drains, and a driver binds through the core. */
export const vtd58: Slice = {
  has: ['vtd', 'prq', 'private-pasid', 'ioasid'],
  switches: {
    svmPasid: 'of-svm',
    pasidFreeAt: 'last-unbind',
    groupAttach: 'refused',
    prqServe: 'in-thread',
    prqUnknown: 'failed',
    prqForeign: 'served',
    prqOverflow: 'cleared-anyway',
    entryTornDown: 'zeroed',
    entryInUse: 'overwritten',
  },
  design: {
    svmPasid: 'of-svm',
    pasidFreeAt: 'last-unbind',
    groupAttach: 'refused',
    prqServe: 'in-thread',
    entryTornDown: 'zeroed',
    entryInUse: 'overwritten',
  },
  known: ['vtd-prq-warns-of-unlisted'],
};
