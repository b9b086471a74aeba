import type { LinuxFunction } from '../fidelity.ts';
import { deviceFidelity } from './fidelity-device.ts';

const file = 'drivers/dma/idxd/cdev.c';

/** drivers/dma/idxd: the files of user queues, shared and dedicated. v5.6 to v5.10 have no PASID; the text of v5.10 was read. */
export const idxdFidelity: readonly LinuxFunction[] = [
  {
    name: 'idxd_cdev_open',
    file,
    read: {
      'linux-5.6-vtd': 'v5.10',
      'linux-5.8-vtd': 'v5.10',
      'linux-5.14-vtd': 'v5.12',
    },
    behaviours: [
      {
        linux:
          'No memory is ENOMEM, before any lock. Then, under the lock of the queue, a dedicated queue that is open is EBUSY; a shared queue has no limit.',
        versions: 'v5.10 to v6.12',
        verdict: 'not simulated',
        because: 'Two processes must never have one dedicated queue, since it has one PASID.',
        hides: 'an order',
      },
      {
        linux: 'The user count of a dedicated queue is compared without a lock.',
        versions: 'v5.6 to v5.9, as far as known',
        verdict: 'not simulated',
        because:
          'Two opens at once get the same queue. There is no PASID yet, so it breaks no bond.',
        hides: 'a mistake',
      },
      {
        linux:
          'The mm of the opening task is bound with the lock of the queue held; the error of the bind is passed on.',
        versions: 'v5.11 to v6.12',
        verdict: 'not simulated',
        because:
          'pasid_mutex is taken under it, so an unbind that drains keeps all other opens of the queue waiting.',
        hides: 'an order',
      },
      {
        linux:
          'If the bond has no valid PASID, it is unbound and the open returns 0 with a context that was freed.',
        versions: 'v5.11 to v5.17',
        verdict: 'not simulated',
        because:
          'The file works with freed memory. No unit gives such a bond, so only a failing step could show it.',
        hides: 'a mistake',
      },
      {
        linux:
          'A dedicated queue gets the PASID in its own configuration; if that fails, the bond is undone and the error returned. A shared queue gets none: its descriptors carry it.',
        versions: 'v5.11 to v6.12',
        verdict: 'not simulated',
        because:
          'On a dedicated queue every submission is that of the opener; on a shared one it is that of the submitting thread.',
        hides: 'nothing',
      },
      {
        linux: 'The user count rises last, and the file keeps the context from before the bind on.',
        versions: 'v5.11 to v6.3',
        verdict: 'not simulated',
        because: 'A failed open must leave the count as it was, or a dedicated queue stays busy.',
        hides: 'nothing',
      },
      {
        linux:
          'The context keeps neither the mm nor the task: what the file serves is what was bound at open.',
        versions: 'v5.11 to v6.3',
        verdict: 'not simulated',
        because: 'A file that fork or exec hands on goes on working for the mm of its opener.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'idxd_cdev_release',
    file,
    read: {
      'linux-5.6-vtd': 'v5.10',
      'linux-5.8-vtd': 'v5.10',
      'linux-5.14-vtd': 'v5.12',
    },
    behaviours: [
      {
        linux:
          'A shared queue drains the PASID on the device, a dedicated one is disabled (which drains it), loses its PASID and is enabled again; without PASIDs the queue is drained.',
        versions: 'v5.11 to v6.3',
        verdict: 'not simulated',
        because: 'This is how the driver stops its device before unbind, as the contract wants it.',
        hides: 'nothing',
      },
      {
        linux:
          'Then the bond is unbound and the context freed, both without the lock of the queue.',
        versions: 'v5.11 to v6.3',
        verdict: 'not simulated',
        because:
          'An open of the same shared queue can bind meanwhile; an open of a dedicated one sees EBUSY until the end.',
        hides: 'an order',
      },
      {
        linux: 'The user count falls last, under the lock of the queue.',
        versions: 'v5.10 to v6.12',
        verdict: 'not simulated',
        because: 'A dedicated queue can be opened again only when its PASID is gone.',
        hides: 'nothing',
      },
      {
        linux:
          'It runs when the file and all its mappings are gone, so at exit after the address space is down, and on exec only with close-on-exec.',
        versions: 'v5.11 to v6.3',
        verdict: 'not simulated',
        because:
          'Between the two the entry reports no faults and the device still runs: the window that FPD was made for.',
        hides: 'an order',
      },
    ],
  },
  {
    name: 'idxd_cdev_mmap',
    file,
    read: { 'linux-5.8-vtd': 'v5.10', 'linux-5.14-vtd': 'v5.12' },
    behaviours: [
      {
        linux:
          'More than one page is EINVAL; the offset is ignored, and a file may be mapped any number of times.',
        versions: 'v5.6 to v6.8',
        verdict: 'not simulated',
        because: 'A mapping is what allows a task to submit work.',
        hides: 'nothing',
      },
      {
        linux:
          'The mapping is not copied by fork, but a child that has the file may map it itself.',
        versions: 'v5.6 to v6.14',
        source: '8dfa57aabff6',
        verdict: 'not simulated',
        because: 'On a dedicated queue the child submits work in the address space of its parent.',
        hides: 'a mistake',
      },
    ],
  },
  {
    name: 'idxd_wq_del_cdev',
    file,
    read: { 'linux-5.8-vtd': 'v5.10' },
    behaviours: [
      {
        linux:
          'It removes the device node; open files and mappings stay, and no call of theirs looks whether the queue is gone.',
        versions: 'v5.8 to v6.12',
        verdict: 'not simulated',
        because:
          'A process keeps its portal after the queue was given to somebody else, and its close drains a queue that is off.',
        hides: 'a mistake',
      },
    ],
  },
  ...deviceFidelity,
];
