import type { Slice } from '../../slice.ts';

/** intel/svm.c as read in v5.14-rc1, with the unbind of v5.14 (62ef907a045e): bonds count the PASID of their mm, and a queue serves faults. */
export const vtd514: Slice = {
  has: ['vtd', 'prq', 'ioasid'],
  switches: {
    pasidFreeAt: 'last-unbind',
    unbindHoldsMm: 'not-held',
    svmPasidPut: 'after-mm-forgot',
    allocFailure: 'invalid-ioasid',
    groupAttach: 'refused',
    drainMutex: 'held',
    pageResponse: 'looks-for-bond',
    parkedFaults: 'kept',
    groupTakes: 'any-pasid',
    entryInUse: 'overwritten',
  },
  design: {
    pasidFreeAt: 'last-unbind',
    groupAttach: 'refused',
    pageResponse: 'looks-for-bond',
    entryInUse: 'overwritten',
  },
  known: [
    'vtd-unbind-forgets-pasid',
    'vtd-load-pasid-outlives-mm',
    'vtd-iopf-flush-deadlock',
    'iopf-parked-outlives-bond',
    'iopf-group-takes-any-pasid',
    'sva-exhaustion-enomem',
  ],
};
