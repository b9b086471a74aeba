import type { LinuxFunction } from '../../fidelity.ts';
import { readType1, type1 } from './read.ts';

/** Who is charged for the pages of a mapping, within which limit, and under which lock. */
export const accountingFidelity: readonly LinuxFunction[] = [
  {
    name: 'vfio_lock_acct',
    file: type1,
    read: {
      'linux-4.9': 'v4.8',
      'vfio-mdev-v9': 'v4.8',
      'linux-4.10': 'v4.11-rc1 (6e84f31522f9)',
      'linux-4.12': 'v4.12',
      'linux-4.18': 'v4.18',
      'linux-6.3': 'v6.3',
    },
    behaviours: [
      {
        linux: 'Zero pages are neither charged nor credited, and no lock is taken.',
        versions: 'v4.8 to v6.18',
        verdict: 'same',
        simulation: 'vfio/accounting.ts: lockAcct',
        test: 'vfio/pinning.test.ts: changes no account, so no lock is waited for',
      },
      {
        linux:
          'The mm of the running task is charged and credited, whichever task made the mapping; a task without mm (it exits) changes nothing.',
        versions: 'v4.8 to v4.9',
        verdict: 'same',
        simulation: 'vfio/accounting.ts: payer',
        test: 'vfio/accounting.test.ts: was the process that unmaps, which is credited for the charge of another',
      },
      {
        linux:
          'If mmap_sem can be taken at once, the pages are added to locked_vm under it, and no limit is looked at.',
        versions: 'v4.8 to v4.11',
        verdict: 'same',
        simulation: 'vfio/accounting.ts: charge',
        test: 'vfio/accounting.test.ts: was not where the lock was free',
      },
      {
        linux:
          'If it cannot, a work item is allocated that keeps the address space and changes locked_vm later.',
        versions: 'v4.8 to v4.11',
        source: '0cfef2b7410b removed it',
        verdict: 'same',
        simulation: 'vfio/accounting.ts: queueCharge',
        test: 'vfio/accounting.test.ts: was left to a work item, which keeps the address space',
      },
      {
        linux:
          'It cannot be taken at once if anybody holds it, also a reader, and if only for a moment: a page fault, the lookup of another pin, an exec.',
        versions: 'v4.8 to v4.11',
        verdict: 'simplified',
        simulation: 'mm/mlock.ts: mmapWriteTrylock',
        because:
          'Readers of a moment hold it for no time. The command contend is a page fault that holds it for long, and stands for them all.',
        hides: 'nothing',
        test: 'vfio/accounting.test.ts: was left to a work item, which keeps the address space',
      },
      {
        linux: 'If the work item cannot be allocated, it returns, and the change is lost.',
        versions: 'v4.8 to v4.11',
        verdict: 'same',
        simulation: 'vfio/accounting.ts: queueCharge',
        test: 'vfio/accounting.test.ts: was lost if the work item could not be allocated',
      },
      {
        linux: 'That the work item cannot be allocated is warned about (WARN_ON).',
        versions: 'v4.10 to v4.11',
        verdict: 'not simulated',
        because: 'The lost change is found without the warning.',
        hides: 'nothing',
      },
      {
        linux:
          'It waits for mmap_sem and tests the limit of the owner under it, and returns ENOMEM without a charge; a credit is never refused.',
        versions: 'v4.12 to v6.18',
        source: '0cfef2b7410b',
        verdict: 'same',
        simulation: 'vfio/accounting.ts: charge',
        test: 'vfio/accounting.test.ts: is tested once more under the lock with which it is charged',
      },
      {
        linux:
          'The wait can be killed: it then returns EINTR, and its callers that credit ignore that, so a killed unmap leaves the pages charged.',
        versions: 'v4.12 to v6.18',
        verdict: 'not simulated',
        because: 'There are no signals.',
        hides: 'a mistake',
      },
      {
        linux:
          'The task is the argument: the caller where the IOMMU pins, even for a mapping of another process, and the task of the mapping where pages are unpinned or a driver pins.',
        versions: 'v4.10 to v4.17',
        source: '6c38c055cc4c (2016-12-30)',
        verdict: 'same',
        simulation: 'vfio/accounting.ts: lockAcct',
        test: 'vfio/accounting.test.ts: although the owner is credited',
      },
      {
        linux:
          'The mm of the task gets a reference unless it is the caller’s own. A task without mm changes nothing, and answers ESRCH from v4.12 on.',
        versions: 'v4.10 to v4.17',
        verdict: 'simplified',
        simulation: 'vfio/accounting.ts: getOwnerMm',
        because:
          'The mm of the caller gets a reference too. The caller has one of its own until the call ends, so nothing depends on the second.',
        hides: 'nothing',
        test: 'vfio/accounting.test.ts: is not credited once its task has exited (%s)',
      },
      {
        linux:
          'Until v4.11 it has no answer. If the owner exits between a driver’s pin and its charge, the page stays pinned, nobody is charged, and the pin succeeds.',
        versions: 'v4.10 and v4.11',
        verdict: 'same',
        simulation: 'vfio/accounting.ts: noAccount',
        test: 'vfio/accounting.test.ts: was left out of it until v4.11, where the charge had no answer: the page stays pinned, and counts nowhere',
      },
      {
        linux:
          'CAP_IPC_LOCK and the limit are those of the caller where the IOMMU pins, both in the test before the charge and, from v4.12 on, in the one under the lock.',
        versions: 'v4.10 to v4.17',
        verdict: 'same',
        simulation: 'vfio/pinning-remote.ts: pinRunIn',
        test: 'vfio/accounting.test.ts: within its own limit and capability, not those of the process that mapped',
      },
      {
        linux:
          'For a driver’s pin they are those of the task of the mapping, at the moment of the charge; but v4.10 and v4.11 read the capability before the page is looked up, and only the limit after it.',
        versions: 'v4.10 to v4.17',
        verdict: 'same',
        simulation: 'vfio/pinning-external.ts: pinOneForDriver',
        test: 'vfio/accounting.test.ts: was none if it had CAP_IPC_LOCK when the driver began to look for the page, in v4.10 and v4.11',
      },
      {
        linux:
          'CAP_IPC_LOCK is that of the thread that called MAP_DMA, at that time, whatever happens to its credentials.',
        versions: 'v4.18 to v6.18',
        source: '48d8476b41ee',
        verdict: 'same',
        simulation: 'vfio/accounting.ts: takeOwner',
        test: 'vfio/accounting.test.ts: is none for a process that had CAP_IPC_LOCK when it mapped, and has given it up',
      },
      {
        linux:
          'For pages that the IOMMU pins, the mm is read from the task of the mapping without a reference, and waited for.',
        versions: 'v4.18 to v6.2',
        verdict: 'same',
        simulation: 'vfio/accounting.ts: lockAcct',
        test: 'vfio/accounting.test.ts: read it from the owner’s task without a reference, so it may be freed meanwhile',
      },
      {
        linux: 'For drivers and for credits, get_task_mm takes a reference.',
        versions: 'v4.18 to v6.2',
        verdict: 'same',
        simulation: 'vfio/accounting.ts: getOwnerMm',
        test: 'vfio/accounting.test.ts: is kept by a reference while a credit waits for its mmap_lock',
      },
      {
        linux:
          'Without an mm it answers ESRCH: a driver’s page is then put, a credit does not look at the answer.',
        versions: 'v4.18 to v6.2',
        verdict: 'same',
        simulation: 'vfio/accounting.ts: lockAcct',
        test: 'vfio/accounting.test.ts: is charged for no page of a driver if that process exits between pin and charge: ESRCH',
      },
      {
        linux:
          'The mm is that of map time, kept by the mapping; a credit or a driver’s charge first makes sure that it is still in use, a charge by map or attach does not.',
        versions: 'v6.3 to v6.18',
        source: '046eca5018f8',
        verdict: 'same',
        simulation: 'vfio/accounting.ts: lockAcct',
        test: 'vfio/replay.test.ts: was not refused so once: the caller’s pages were pinned, and charged to the dead mm',
      },
      {
        linux:
          'The mapping counts what was charged for it, but not if the mm has ended: then its count stays as it was.',
        versions: 'v6.3 to v6.18',
        source: '18e292705ba2',
        verdict: 'same',
        simulation: 'vfio/accounting.ts: lockAcct',
        test: 'vfio/accounting.test.ts: did not, so a process that takes it over is charged for pages that are no longer pinned',
      },
      {
        linux: 'A charge that is refused does not change that count.',
        versions: 'v6.3 to v6.18',
        verdict: 'same',
        simulation: 'vfio/accounting.ts: lockAcct',
        test: 'vfio/accounting.test.ts: counts nothing in the mapping if it is refused',
      },
      {
        linux: 'A credit that is larger than locked_vm warns once, and is made.',
        versions: 'v5.3 to v6.18',
        verdict: 'not simulated',
        because: 'The law locked-vm-underflow reports the case itself.',
        hides: 'nothing',
      },
      {
        linux:
          'locked_vm and the limit are unsigned, so a count that has wrapped below zero exceeds even an unlimited RLIMIT_MEMLOCK.',
        versions: 'v4.8 to v6.18',
        verdict: 'same',
        simulation: 'mm/mlock.ts: isOver',
        test: 'vfio/accounting.test.ts: refuses everything if locked_vm is below zero, because it reads as very large',
      },
    ],
  },
  {
    name: 'vfio_lock_acct_bg',
    file: type1,
    read: { 'linux-4.9': 'v4.8', 'vfio-mdev-v9': 'v4.8', 'linux-4.10': 'v4.11-rc1 (6e84f31522f9)' },
    behaviours: [
      {
        linux:
          'It waits for mmap_sem, makes the change without a look at the limit, and drops the address space, perhaps as its last user.',
        versions: 'v4.8 to v4.11',
        verdict: 'same',
        simulation: 'vfio/accounting.ts: chargeLater',
        test: 'vfio/accounting.test.ts: waits in the work item for mmap_lock, and may be the last user of the address space',
      },
      {
        linux: 'The item is freed last.',
        versions: 'v4.8 to v4.11',
        verdict: 'simplified',
        simulation: 'vfio/accounting.ts: chargeLater',
        because:
          'It is freed before the wait. Nobody else has it, and the worker has its own copy of what it says.',
        hides: 'nothing',
        test: 'vfio/accounting.test.ts: was left to a work item, which keeps the address space',
      },
      {
        linux: 'Work items of the system queue wait side by side, so later ones may be done first.',
        versions: 'v4.8 to v4.11',
        verdict: 'simplified',
        simulation: 'vfio/accounting.ts: queueCharge',
        because:
          'One worker runs them in the order in which they were queued. Sums do not depend on the order; what a task sees in between may.',
        hides: 'an order',
        test: 'vfio/accounting.test.ts: was done in the order in which it was left',
      },
    ],
  },
  {
    name: 'vfio_dma_do_map',
    file: type1,
    read: readType1,
    behaviours: [
      {
        linux:
          'An empty range, and one whose last IOVA wraps, is refused with EINVAL; the last page of 64 bits is accepted.',
        versions: 'v4.8 to v6.17',
        verdict: 'same',
        simulation: 'vfio/map.ts: isBadRange',
        test: 'vfio/map.test.ts: takes the last page of 64 bits, but no empty range and none that wraps',
      },
      {
        linux: 'A range of virtual addresses that wraps is EINVAL as well.',
        versions: 'v4.8 to v6.17',
        verdict: 'not simulated',
        because:
          'The memory of a program ends long before it. A range that goes on after its last page has holes there: EFAULT, once they are pinned.',
        hides: 'nothing',
      },
      {
        linux:
          'Flags and addresses that are not multiples of a page are refused before the lock is taken, or, in v6.3, partly under it.',
        versions: 'v4.8 to v6.18',
        verdict: 'not simulated',
        because: 'Commands name whole pages, and an access that is rw or r.',
        hides: 'nothing',
      },
      {
        linux: 'Under the lock it first looks for an overlapping mapping (EEXIST).',
        versions: 'v4.8 to v6.18',
        verdict: 'same',
        simulation: 'vfio/map.ts: mapLocked',
        test: 'vfio/map.test.ts: finds an overlap before it counts the mappings',
      },
      {
        linux:
          'Then ENOSPC if dma_avail is used up, which is decremented once the mapping is allocated; before v5.1 nothing limits their number.',
        versions: 'v5.1 to v6.18',
        source: '492855939bdb',
        verdict: 'same',
        simulation: 'vfio/map.ts: mapLocked',
        test: 'vfio/map.test.ts: may make another mapping after one was removed',
      },
      {
        linux: 'A map that fails gives back the place of its mapping.',
        versions: 'v5.1 to v6.18',
        verdict: 'same',
        simulation: 'vfio/map.ts: removeDma',
        test: 'vfio/map.test.ts: may make another mapping after one failed',
      },
      {
        linux: 'The range has to lie in an aperture of the IOMMUs and outside reserved regions.',
        versions: 'v5.4 to v6.18',
        verdict: 'not simulated',
        because: 'IOVA space has no reserved regions, and each IOMMU reaches all of it.',
        hides: 'nothing',
      },
      {
        linux: 'The mapping keeps the thread that called, with a reference on its task.',
        versions: 'v4.10 to v4.17',
        source: '8f0d5bb95f76',
        verdict: 'same',
        simulation: 'vfio/accounting.ts: takeOwner',
        test: 'vfio/accounting.test.ts: is the process, not the thread: its exit changes nothing for the others',
      },
      {
        linux:
          'It keeps the leader of the thread group instead, whose mm is looked up at each use and is NULL once that thread has exited.',
        versions: 'v4.18 to v6.2',
        source: '48d8476b41ee',
        verdict: 'same',
        simulation: 'vfio/accounting.ts: ownerMm',
        test: 'vfio/accounting.test.ts: was the leader of the group, which has no mm once it has exited before its threads',
      },
      {
        linux:
          'It keeps the leader for its limit, and the mm of the caller with mm_count; both are dropped with the mapping.',
        versions: 'v6.3 to v6.18',
        source: '046eca5018f8',
        verdict: 'same',
        simulation: 'vfio/accounting.ts: takeOwner',
        test: 'vfio/accounting.test.ts: is the leader also if another thread of its group maps',
      },
      {
        linux:
          'Pages are pinned only if the container has an IOMMU; otherwise the mapping is just recorded.',
        versions: 'v4.10 to v6.18',
        verdict: 'same',
        simulation: 'vfio/map.ts: mapLocked',
        test: 'vfio/map.test.ts: does none of that if all devices are mediated',
      },
      {
        linux:
          'With dirty tracking, a bitmap is allocated last; if that fails, the finished mapping is removed.',
        versions: 'v5.8 to v6.18',
        verdict: 'same',
        simulation: 'vfio/map.ts: mapLocked',
        test: 'vfio/dirty.test.ts: makes map fail if a bitmap cannot be allocated, and map undoes its work',
      },
      {
        linux:
          'A map takes iommu->lock before its range is tested: up to v4.19 to look at the page sizes, in v6.3 around the test itself.',
        versions: 'v4.8 to v4.19, v6.3',
        verdict: 'not simulated',
        because:
          'The range is tested first. A map that is refused never waits, and never uses a backend that was freed.',
        hides: 'an order',
      },
    ],
  },
];
