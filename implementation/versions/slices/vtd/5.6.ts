import type { Slice } from '../../slice.ts';

/** intel-svm.c as read in v5.7: a PASID belongs to the bonds of one mm, requests are served by the interrupt thread, and nobody drains. */
export const vtd56: Slice = {
  has: ['vtd', 'prq', 'private-pasid', 'ioasid'],
  switches: {
    svaApi: 'of-driver',
    svmPasid: 'of-svm',
    pasidFreeAt: 'last-unbind',
    prqServe: 'in-thread',
    prqUnknown: 'failed',
    prqForeign: 'served',
    prqDrain: 'nowhere',
    prqOverflow: 'left-set',
    entryAtRelease: 'cleared',
    entryTornDown: 'zeroed',
    entryInUse: 'overwritten',
  },
  design: {
    svaApi: 'of-driver',
    svmPasid: 'of-svm',
    pasidFreeAt: 'last-unbind',
    prqServe: 'in-thread',
    entryTornDown: 'zeroed',
    entryInUse: 'overwritten',
  },
  known: [
    'vtd-no-prq-drain',
    'vtd-stale-request-served',
    'vtd-prq-uses-freed-svm',
    'vtd-prq-warns-of-unlisted',
    'vtd-overflow-never-cleared',
    'vtd-failure-halts-device',
    'vtd-teardown-before-device-stop',
  ],
};
