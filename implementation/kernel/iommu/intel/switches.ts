import type { SwitchTable } from '../../subsystem.ts';

/** Where the VT-d driver has changed. The first value of each switch is the reference. */
export const intelSwitches = {
  prqServe: {
    says: 'Who serves a page request: a worker of the queue for I/O page faults (v5.14), or the interrupt thread itself.',
    values: ['fault-queue', 'in-thread'],
  },
  prqDrain: {
    says: 'Where the page requests of a PASID are drained: in unbind, after its entry was torn down (v5.8); nowhere; in unbind, before that; or also when the mm ends.',
    values: ['in-unbind', 'nowhere', 'before-clear', 'also-in-release'],
  },
  prqOverflow: {
    says: 'A ring that was full: the thread clears the overflow bit once the ring is empty (v5.12), or never looks at it (before v5.8).',
    values: ['cleared-if-empty', 'left-set'],
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
    says: 'A drain waits for the queue of I/O page faults: whether it drops pasid_mutex meanwhile (v5.15).',
    values: ['dropped', 'held'],
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
