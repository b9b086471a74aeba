import type { Slice } from '../../slice.ts';

/** intel-svm.c as read in v4.4-rc1: a bond keeps its process alive, and all requests are answered one by one. */
export const vtd44: Slice = {
  has: ['vtd', 'prq', 'private-pasid'],
  switches: {
    svaApi: 'of-driver',
    svmPasid: 'of-svm',
    pasidFreeAt: 'last-unbind',
    prqServe: 'in-thread',
    prqUnknown: 'walked',
    prqForeign: 'served-silently',
    prqDrain: 'nowhere',
    prqOverflow: 'left-set',
    svmHolds: 'mm-users',
    svmUnwind: 'keeps-device',
    pasidTables: 'of-unit',
    entryAtRelease: 'cleared',
    entryTornDown: 'zeroed',
    entryInUse: 'overwritten',
  },
  design: {
    svaApi: 'of-driver',
    svmPasid: 'of-svm',
    pasidFreeAt: 'last-unbind',
    svmHolds: 'mm-users',
    pasidTables: 'of-unit',
    prqServe: 'in-thread',
    entryTornDown: 'zeroed',
    entryInUse: 'overwritten',
  },
  known: [
    'vtd-no-prq-drain',
    'vtd-stale-request-served',
    'vtd-prq-uses-freed-svm',
    'vtd-44-unknown-pasid-null',
    'vtd-44-sdev-leak',
    'vtd-overflow-never-cleared',
  ],
};
