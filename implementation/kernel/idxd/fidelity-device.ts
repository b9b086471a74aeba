import type { LinuxFunction } from '../fidelity.ts';

const file = 'drivers/dma/idxd/device.c';
const read = { 'linux-5.14-vtd': 'v5.12' } as const;

/** The commands of an idxd device that its files need. */
export const deviceFidelity: readonly LinuxFunction[] = [
  {
    name: 'idxd_wq_set_pasid',
    file,
    read,
    behaviours: [
      {
        linux:
          'The queue is disabled, which waits for its work; the PASID is written under dev_lock; the queue is enabled. An error of either command ends it where it is, with ENXIO.',
        versions: 'v5.11 to v6.12',
        verdict: 'simplified',
        simulation: 'idxd/context.ts: openContext',
        because:
          'The commands of a device never fail here. After a failed enabling the open fails, and the queue stays disabled with a PASID that is unbound; v6.4-rc unbound it twice.',
        hides: 'a mistake',
        test: 'idxd/cdev.test.ts: has one file, whose PASID is in its configuration until the release',
      },
      {
        linux:
          'An open that fails after it, because its file gets no number, unbinds the PASID and leaves it in the queue, which stays enabled.',
        versions: 'v6.4 and later',
        source: 'M: 2026-05-15, a question of the review of 20260515142623.793549-1',
        verdict: 'simplified',
        simulation: 'idxd/context.ts: openContext',
        because: 'The reference takes it out of the queue again; a switch leaves it there.',
        hides: 'nothing',
        test: 'idxd/switches.test.ts: $name=$value makes the kernel do something else',
      },
    ],
  },
  {
    name: 'idxd_wq_disable_pasid',
    file,
    read,
    behaviours: [
      {
        linux:
          'If the disabling fails, the PASID stays in the queue, which goes on; close only logs that, and still unbinds the PASID.',
        versions: 'v5.11 to v6.12',
        verdict: 'not simulated',
        because:
          'A dedicated queue with work submits it under a PASID that may have a new owner. No report of it is known.',
        hides: 'a mistake',
      },
      {
        linux:
          'A queue that is not enabled counts as disabled at once; then the PASID is cleared and the queue is enabled again.',
        versions: 'v5.11 to v6.12',
        verdict: 'not simulated',
        because: 'A close after the administrator has disabled the queue enables it.',
        hides: 'an order',
      },
    ],
  },
  {
    name: 'idxd_cmd_exec',
    file,
    read,
    behaviours: [
      {
        linux:
          'One command of a device runs at a time; the next one sleeps until it is over, in no order.',
        versions: 'v5.6 to v6.12',
        verdict: 'not simulated',
        because: 'The close of one process waits for the drain of another.',
        hides: 'an order',
      },
      {
        linux: 'The caller sleeps until the interrupt of the command, without limit.',
        versions: 'v5.8 to v6.12',
        verdict: 'not simulated',
        because:
          'A drain that waits for a page request needs the interrupt thread of the unit, and needs it until the answer is out.',
        hides: 'an order',
      },
      {
        linux:
          'A halted device refuses the command and writes an error where the caller wants the status; the drains want none and pass NULL.',
        versions: 'v5.12',
        source: '28ac8e03c43d',
        verdict: 'not simulated',
        because:
          'The close of a file of a halted device dereferences NULL. v5.13 and later ignore the command, so nothing is drained.',
        hides: 'a mistake',
      },
    ],
  },
  {
    name: 'idxd_device_drain_pasid',
    file,
    read,
    behaviours: [
      {
        linux:
          'It waits until no queue of the device has work of the PASID, so also for other files of the process; its result is ignored.',
        versions: 'v5.11 to v6.12',
        verdict: 'not simulated',
        because: 'Work that another file goes on submitting keeps this close from ending.',
        hides: 'an order',
      },
    ],
  },
  {
    name: 'idxd_remove',
    file: 'drivers/dma/idxd/init.c',
    read: { 'linux-5.14-vtd': 'v5.13' },
    behaviours: [
      {
        linux:
          'It shuts the device down, unbinds the PASID of the kernel, removes the queues from sysfs and drops the last reference of its own; open files are not looked for.',
        versions: 'v5.13 to v5.14',
        verdict: 'not simulated',
        because:
          'The bonds of open files outlive the device. Their close sends commands to a device that is gone, and waits without limit.',
        hides: 'a mistake',
      },
    ],
  },
];
