import type { Slice } from '../../slice.ts';
import { vtd56 } from './5.6.ts';

/** The first version of the series that gives each mm one PASID for ENQCMD (March 2020), on v5.7. */
export const pasidV1: Slice = {
  ...vtd56,
  has: [...vtd56.has, 'enqcmd'],
  switches: {
    ...vtd56.switches,
    pasidFreeAt: 'mmdrop',
    svmPasid: 'of-context',
    svmPasidData: 'kept',
    svmNoPasid: 'zero',
    svmPrivatePasid: 'kept',
    pasidDrop: 'with-enqcmd',
    forkPasid: 'copied',
    idxdMmap: 'any-mm',
    idxdPoll: 'any-mm',
  },
  design: {
    svaApi: 'of-driver',
    svmPasid: 'of-context',
    prqServe: 'in-thread',
    entryTornDown: 'zeroed',
    entryInUse: 'overwritten',
  },
  known: [
    'x86-free-pasid-with-outstanding',
    'x86-bind-ret-unset-on-enospc',
    'x86-setdata-dangling-on-error',
    'x86-pasid-leak-no-enqcmd',
    'x86-private-pasid-leak',
    'fork-inherits-mm-pasid',
    'idxd-mmap-foreign-mm',
    'vtd-no-prq-drain',
    'vtd-prq-uses-freed-svm',
    'vtd-prq-warns-of-unlisted',
    'vtd-overflow-never-cleared',
    'vtd-failure-halts-device',
    'vtd-teardown-before-device-stop',
  ],
};
