import type { SwitchTable } from '../subsystem.ts';

/** Where drivers/dma/idxd has changed, in the calls of its files. The first value of each switch is the reference. */
export const idxdSwitches = {
  idxdMmap: {
    says: 'mmap of a portal: only by the mm that opened the file (commit 8dfa57aabff6), or by every process that has the file.',
    values: ['same-mm', 'any-mm'],
  },
  idxdWrite: {
    says: 'write of a descriptor: only by the mm that opened the file (commit 8dfa57aabff6), or by every process that has the file.',
    values: ['same-mm', 'any-mm'],
  },
  idxdPoll: {
    says: 'poll by another mm than that which opened the file: the event POLLNVAL, a negative errno in place of events, or the events of the device, as for its owner.',
    values: ['POLLNVAL', 'errno', 'any-mm'],
  },
  idxdFileNumber: {
    says: 'open gets no number for its file: whether it returns that error, or the result of the step before, which had succeeded.',
    values: ['own-error', 'step-before'],
  },
  idxdFailedOpen: {
    says: 'open of a dedicated queue gets no number for its file: its PASID is taken out of the queue again, or stays there (v6.4).',
    values: ['queue-cleared', 'queue-keeps'],
  },
  idxdFileDevice: {
    says: 'open cannot add the device of its file, and puts it, which releases the context: after the file was counted and the queue unlocked, or under the lock.',
    values: ['put-unlocked', 'put-under-lock'],
  },
} as const satisfies SwitchTable;
