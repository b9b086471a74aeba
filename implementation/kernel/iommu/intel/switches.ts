import type { SwitchTable } from '../../subsystem.ts';

/** Where the VT-d driver has changed. The first value of each switch is the reference. */
export const intelSwitches = {
  svmPasid: {
    says: 'Whose the PASID of a bond is: of the mm (v5.14), of the svm, which is the bonds of one mm (v4.4 to v5.13), or of the context of the mm, where it stays after the last unbind (first version of the ENQCMD series, 2020).',
    values: ['of-mm', 'of-svm', 'of-context'],
  },
  svmPasidPut: {
    says: 'Where bonds count the PASID of the mm: which unbind drops a reference. Each one, at its end (v5.15); only the last one of a svm (v5.14-rc1); or each one, after the last has set the PASID of the mm to 0 (v5.14).',
    values: ['by-each-unbind', 'by-end-of-svm', 'after-mm-forgot'],
  },
  svmHolds: {
    says: 'What a svm holds of its mm: mm_count, through its notifier, or also mm_users (v4.4).',
    values: ['mm-count', 'mm-users'],
  },
  svmNoPasid: {
    says: 'intel_svm_bind_mm finds no free PASID: it answers with an error, or with the 0 of the step before.',
    values: ['error', 'zero'],
  },
  svmPasidCompare: {
    says: 'intel_svm_bind_mm: whether the PASID that it has got is compared as a number with a sign, so that an errno is not taken for one.',
    values: ['signed', 'unsigned'],
  },
  svmUnwind: {
    says: 'intel_svm_bind_mm finds no free PASID: it frees all that it has allocated, or not the record of the device (v4.4).',
    values: ['all', 'keeps-device'],
  },
  svmPrivatePasid: {
    says: 'The last unbind of a private bond whose kernel keeps the PASIDs of mms: its PASID is freed, or kept as well (first version of the ENQCMD series).',
    values: ['freed', 'kept'],
  },
  svmPasidData: {
    says: 'A bind that reuses a PASID fails: the data of the PASID is reset, or stays the svm that was freed.',
    values: ['reset', 'kept'],
  },
  pasidTables: {
    says: 'Where the entries of PASIDs are: in a table of each device (since commit 4774cc524570, “iommu/vt-d: Apply per pci device pasid table in SVA”), or in one of the unit, for all devices (before). That of a unit is cleared by the release of the notifier alone.',
    values: ['of-device', 'of-unit'],
  },
  entryInUse: {
    says: 'A bind finds that its PASID table entry is present: it is refused with EBUSY (v5.15), or the entry is overwritten.',
    values: ['refused', 'overwritten'],
  },
  entryTornDown: {
    says: 'Unbind finds that the entry was torn down as the mm ended: it is left as it is (v5.14), or zeroed again, and then its faults are reported.',
    values: ['left', 'zeroed'],
  },
  prqServe: {
    says: 'Who serves a page request: a worker of the queue for I/O page faults (v5.14), or the interrupt thread itself.',
    values: ['fault-queue', 'in-thread'],
  },
  prqUnknown: {
    says: 'A request whose PASID has no svm is answered with INVALID (v5.12), or with FAILURE (v4.5 to v5.11), or the list of devices of that svm, a null pointer, is walked (v4.4).',
    values: ['refused', 'failed', 'walked'],
  },
  prqForeign: {
    says: 'A request of a device that is not bound to the PASID is refused (v5.14), served with a warning (v4.5 to v5.9), or served without one (v4.4).',
    values: ['refused', 'served', 'served-silently'],
  },
  prqDrain: {
    says: 'Where the page requests of a PASID are drained: in unbind, after its entry was torn down (v5.8); nowhere; in unbind, before that; or also when the mm ends.',
    values: ['in-unbind', 'nowhere', 'before-clear', 'also-in-release'],
  },
  prqOverflow: {
    says: 'A ring that was full: the thread clears the overflow bit if the ring is empty (v5.12), in any case (v5.8 to v5.11), or never looks at it (before v5.8).',
    values: ['cleared-if-empty', 'cleared-anyway', 'left-set'],
  },
  overflowPartial: {
    says: 'The overflow bit is cleared: requests that wait for the last one of their group, which may be lost, are dropped, or kept until a request with the same group index comes.',
    values: ['dropped', 'kept'],
  },
  drainOverflow: {
    says: 'A drain finds the overflow bit set after its descriptors: whether it waits for the thread and sends them again, or does not look.',
    values: ['repeats', 'ignored'],
  },
  prqList: {
    says: 'Where requests are while they are served: in the ring, or in a list to which the interrupt thread copies them (v2 of the series of 2020).',
    values: ['ring', 'copied'],
  },
  copyFails: {
    says: 'The interrupt thread gets no memory to copy a request to its list: it handles that at once, or leaves the loop and empties the ring.',
    values: ['in-place', 'lost'],
  },
  drainScans: {
    says: 'What a drain looks at, if requests are copied to a list: first at the ring, or at the list alone.',
    values: ['ring', 'list'],
  },
  drainWaits: {
    says: 'What a drain waits for, if requests are copied to a list: a completion of the unit, or one that lies in the request.',
    values: ['unit', 'request'],
  },
  drainMutex: {
    says: 'A drain waits for the queue of I/O page faults: whether it drops pasid_mutex meanwhile, and takes it again (v5.15).',
    values: ['dropped', 'held', 'not-retaken'],
  },
  prqAnswers: {
    says: 'Which requests the interrupt thread answers: the last one of each group, or every one (v5.0 to v5.4).',
    values: ['last-of-group', 'each'],
  },
  pageResponse: {
    says: 'intel_svm_page_response: whether it takes pasid_mutex and looks for the bond of the device before it answers (up to v6.1).',
    values: ['at-once', 'looks-for-bond'],
  },
  parkedFaults: {
    says: 'Requests that wait for the last one of their group when the bond ends: dropped by the drain, or kept until a request with the same group index comes.',
    values: ['dropped', 'kept'],
  },
  groupTakes: {
    says: 'Which parked requests the last one of a group takes along: those with its group index and its PASID, or all with its group index (v5.13 to v6.8).',
    values: ['of-pasid', 'any-pasid'],
  },
  afterParking: {
    says: 'A request that is not the last of its group was parked: the queue is done with it, or goes on and handles it like a last one (v6.9 to v6.10).',
    values: ['returns', 'goes-on'],
  },
  entryTearDown: {
    says: 'The order in which an entry is torn down: cleared and then flushed from the caches, or flushed while it is still present (v4.4).',
    values: ['cleared-first', 'flushed-first'],
  },
  entryAtRelease: {
    says: 'The mm ends: what its entry becomes. Not present, without reports of faults (FPD, v5.8), or only not present.',
    values: ['faults-ignored', 'cleared'],
  },
} as const satisfies SwitchTable;
