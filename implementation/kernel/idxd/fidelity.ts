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
      reference: 'v6.8',
    },
    behaviours: [
      {
        linux:
          'No memory is ENOMEM, before any lock. Then, under the lock of the queue, a dedicated queue that is open is EBUSY; a shared queue has no limit.',
        versions: 'v5.10 to v6.12',
        verdict: 'same',
        simulation: 'idxd/context.ts: openContext',
        test: 'idxd/cdev.test.ts: has one file, whose PASID is in its configuration until the release',
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
        verdict: 'same',
        simulation: 'idxd/context.ts: bindContext',
        test: 'idxd/cdev.test.ts: binds with the lock of the queue held',
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
        verdict: 'same',
        simulation: 'idxd/context.ts: openContext',
        test: 'idxd/cdev.test.ts: takes every submission for that of its opener',
      },
      {
        linux: 'The user count rises last, and the file keeps the context from before the bind on.',
        versions: 'v5.11 to v6.3',
        verdict: 'same',
        simulation: 'idxd/context.ts: openContext',
        test: 'idxd/cdev.test.ts: leaves nothing: allocation %i',
      },
      {
        linux:
          'The context keeps neither the mm nor the task: what the file serves is what was bound at open.',
        versions: 'v5.11 to v6.3',
        verdict: 'same',
        simulation: 'idxd/context.ts: bindContext',
        test: 'idxd/cdev.test.ts: served every process that has the file, under the PASID of its opener',
      },
      {
        linux:
          'After the bind it takes a number for the file. If there is none, it unbinds, frees the context and returns the result of the step before.',
        versions: 'v6.4 to v6.12',
        verdict: 'simplified',
        simulation: 'idxd/context.ts: openContext',
        because:
          'That result is 0 here. In Linux it is EBUSY if the mm has a shared queue open already, because the array of PASIDs has one place for both; then the open fails as it should.',
        hides: 'nothing',
        test: 'idxd/cdev.test.ts: succeeds with a context that is freed, if it returns the result of the step before',
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
        verdict: 'same',
        simulation: 'idxd/context.ts: releaseContext',
        test: 'idxd/cdev.test.ts: has one file, whose PASID is in its configuration until the release',
      },
      {
        linux:
          'Then the bond is unbound and the context freed, both without the lock of the queue.',
        versions: 'v5.11 to v6.3',
        verdict: 'same',
        simulation: 'idxd/context.ts: releaseContext',
        test: 'idxd/cdev.test.ts: stays busy until its last file is unbound: the count falls last',
      },
      {
        linux: 'The user count falls last, under the lock of the queue.',
        versions: 'v5.10 to v6.12',
        verdict: 'same',
        simulation: 'idxd/context.ts: releaseContext',
        test: 'idxd/cdev.test.ts: stays busy until its last file is unbound: the count falls last',
      },
      {
        linux:
          'It runs when the file and all its mappings are gone, so at exit after the address space is down, and on exec only with close-on-exec.',
        versions: 'v5.11 to v6.3',
        verdict: 'same',
        simulation: 'idxd/cdev.ts: idxdCdevRelease',
        test: 'idxd/cdev.test.ts: keeps the file open, and its bond',
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
        verdict: 'same',
        simulation: 'idxd/cdev.ts: idxdCdevMmap',
        test: 'idxd/cdev.test.ts: is one page, and may be mapped any number of times',
      },
      {
        linux:
          'The mapping is not copied by fork, but a child that has the file may map it itself.',
        versions: 'v5.6 to v6.14',
        source: '8dfa57aabff6',
        verdict: 'same',
        simulation: 'idxd/cdev.ts: idxdCdevMmap',
        test: 'idxd/cdev.test.ts: refuses a child that mapped the portal itself, as it could before 2025',
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
  {
    name: 'idxd_file_dev_release',
    file,
    read: { reference: 'v6.8' },
    behaviours: [
      {
        linux:
          'What release() of the file did before is now done when the last reference on the device of the file is put; release() only unregisters that device.',
        versions: 'v6.4 to v6.12',
        verdict: 'simplified',
        simulation: 'idxd/cdev.ts: idxdCdevRelease',
        because:
          'Nobody else holds a reference here. A reader of a sysfs file could put all of it off past the close.',
        hides: 'an order',
        test: 'idxd/cdev.test.ts: has one file, whose PASID is in its configuration until the release',
      },
      {
        linux: 'It also runs when open could not add the device and puts it.',
        versions: 'v6.4 to v6.12',
        source: 'CVE-2026-74574',
        verdict: 'same',
        simulation: 'idxd/context.ts: putDevice',
        test: 'idxd/cdev.test.ts: waits for its own lock, if it puts the device of its file under it',
      },
      {
        linux:
          'Before the unbind it marks what the event log has of the PASID; after it, it takes the context out of the array of PASIDs of the queue.',
        versions: 'v6.4 to v6.12',
        verdict: 'not simulated',
        because: 'There is no event log here, and nothing else looks into that array.',
        hides: 'a mistake',
      },
    ],
  },
  {
    name: 'idxd_cdev_write',
    file,
    read: { reference: 'v6.12' },
    behaviours: [
      {
        linux:
          'The kernel submits: to a shared queue with the PASID of the context, to a dedicated one by MOVDIR64B, so with the PASID of the queue.',
        versions: 'v6.9 to v6.14',
        source: '6827738dc684',
        verdict: 'same',
        simulation: 'idxd/cdev.ts: idxdCdevWrite',
        test: 'idxd/cdev.test.ts: served every process that has the file, under the PASID of its opener',
      },
      {
        linux: 'Another mm than that which opened the file is EPERM, before anything is copied.',
        versions: 'v6.15 to v6.16',
        source: '8dfa57aabff6',
        verdict: 'same',
        simulation: 'idxd/cdev.ts: idxdCdevWrite',
        test: 'idxd/cdev.test.ts: refuse another mm: %s',
      },
      {
        linux:
          'A descriptor that cannot be read, is a batch on an unsafe device, or has a completion record that is not aligned, is refused; the descriptors before it were submitted.',
        versions: 'v6.9 to v6.14',
        verdict: 'not simulated',
        because: 'Each write has one descriptor, which is right.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'idxd_cdev_poll',
    file,
    read: { reference: 'v6.8' },
    behaviours: [
      {
        linux: 'It says that there is something to read if the device has reported an error.',
        versions: 'v5.6 to v6.14',
        verdict: 'simplified',
        simulation: 'idxd/cdev.ts: idxdCdevPoll',
        because: 'No device reports an error here, so it never says so.',
        hides: 'nothing',
        test: 'idxd/cdev.test.ts: work for the mm of the file, without a mapping and without a register',
      },
      {
        linux:
          'Another mm than that which opened the file got EPERM in place of events, then POLLNVAL.',
        versions: 'v6.15 to v6.16',
        source: 'M: 2025-05-08, dmaengine: idxd: Fix ->poll() return value',
        verdict: 'same',
        simulation: 'idxd/cdev.ts: idxdCdevPoll',
        test: 'idxd/cdev.test.ts: returned an errno as a mask of events',
      },
    ],
  },
  ...deviceFidelity,
];
