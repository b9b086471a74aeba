import { type LinuxFunction, svaRead, vfioRead } from '../../fidelity.ts';

const file = 'kernel/workqueue.c';
const read = { ...svaRead('v5.10.13'), ...vfioRead('v5.10.13') };

/** Work items. */
export const workFidelity: readonly LinuxFunction[] = [
  {
    name: 'queue_work',
    file,
    read,
    behaviours: [
      {
        linux: 'An item that is pending already is not queued again, and the answer says so.',
        versions: 'v4.9 to v6.3',
        verdict: 'simplified',
        simulation: 'machine/workqueue.ts: queueWork',
        because:
          'Each call queues an item of its own: none of the simulated callers queues one twice, except fput, which looks for the pending one.',
        hides: 'nothing',
        test: 'machine/workqueue.test.ts: runs the oldest work item, one at a time, wherever in memory it lies',
      },
      {
        linux: 'It takes no memory and does not sleep: the item is part of what it is about.',
        versions: 'v4.9 to v6.3',
        verdict: 'same',
        simulation: 'machine/workqueue.ts: queueWork',
        test: 'machine/workqueue.test.ts: takes no memory, and is possible in atomic context',
      },
    ],
  },
  {
    name: 'process_one_work',
    file,
    read,
    behaviours: [
      {
        linux:
          'The item leaves the queue before its function is called, which may free it or queue it again.',
        versions: 'v4.9 to v6.3',
        verdict: 'same',
        simulation: 'machine/workqueue.ts: runOldestWork',
        test: 'machine/workqueue.test.ts: runs the oldest work item, one at a time, wherever in memory it lies',
      },
      {
        linux: 'If the function of an item sleeps, another worker runs the next one meanwhile.',
        versions: 'v4.9 to v6.3',
        verdict: 'simplified',
        simulation: 'machine/workqueue.ts: runOldestWork',
        because: 'One worker runs all items, one after the other.',
        hides: 'an order',
        test: 'machine/workqueue.test.ts: runs the oldest work item, one at a time, wherever in memory it lies',
      },
      {
        linux: 'A function that returns with a lock held, or in atomic context, is reported.',
        versions: 'v4.9 to v6.3',
        verdict: 'not simulated',
        because:
          'The check for locks is that of a system call. No simulated function of an item holds one at its end.',
        hides: 'nothing',
      },
      {
        linux:
          'Items of different processors or workqueues have no order (SRCU callbacks, delayed_fput).',
        versions: 'v4.9 to v6.3',
        verdict: 'simplified',
        simulation: 'machine/workqueue.ts: runOldestWork',
        because: 'The one that was queued first runs first, whatever it is for.',
        hides: 'an order',
        test: 'machine/workqueue.test.ts: runs the oldest work item, one at a time, wherever in memory it lies',
      },
    ],
  },
];
