import type { LinuxFunction } from '../../fidelity.ts';

const file = 'mm/mlock.c';

/** mlock and munlock, and what mmap, munmap, fork and exit do to locked memory. */
export const mlockFidelity: readonly LinuxFunction[] = [
  {
    name: 'do_mlock',
    file,
    read: { 'linux-4.18': 'v4.19' },
    behaviours: [
      {
        linux: 'A limit of 0 without CAP_IPC_LOCK is EPERM, before anything else.',
        versions: 'v4.19',
        verdict: 'same',
        simulation: 'mm/mlock.ts: doMlock',
        test: 'mm/mlock.test.ts: returns EPERM if the limit is 0, before any other check',
      },
      {
        linux: 'The limit is read before mmap_sem is taken.',
        versions: 'v4.19',
        verdict: 'simplified',
        simulation: 'mm/mlock.ts: doMlock',
        because:
          'It is read under the lock. An mlock that waits while another task lowers the limit may in Linux still lock up to the old one; that is a matter of order, and not a charge that is lost.',
        hides: 'an order',
        test: 'mm/mlock.test.ts: is refused over the limit, and not at it',
      },
      {
        linux: 'The wait for mmap_sem can be killed (EINTR).',
        versions: 'v4.19',
        verdict: 'not simulated',
        because: 'There are no signals.',
        hides: 'nothing',
      },
      {
        linux:
          'Only if the new pages would exceed the limit, and without CAP_IPC_LOCK, are those of the range that are locked already subtracted, and the limit is tested again.',
        versions: 'v4.9 to v6.18',
        source: '0cf2f6f6dc60',
        verdict: 'same',
        simulation: 'mm/mlock.ts: mlockLocked',
        test: 'mm/mlock.test.ts: asks only what one page more would exceed, so it succeeds where locked_vm has wrapped by one',
      },
      {
        linux:
          'A range that exceeds the limit is ENOMEM even if what is new in it would not count.',
        versions: 'v4.19',
        verdict: 'same',
        simulation: 'mm/mlock.ts: mlockLocked',
        test: 'mm/mlock.test.ts: is refused for a reserved page over the limit, although that page would not count',
      },
      {
        linux: 'A hole is ENOMEM; a special area (VM_IO, VM_PFNMAP) is skipped and not counted.',
        versions: 'v4.19',
        verdict: 'same',
        simulation: 'mm/mlock.ts: mlockLocked',
        test: 'mm/mlock.test.ts: succeeds on a reserved page, and counts nothing',
      },
      {
        linux: 'An area that is locked already adds nothing to locked_vm.',
        versions: 'v4.19',
        verdict: 'same',
        simulation: 'mm/mlock.ts: mlockLocked',
        test: 'mm/mlock.test.ts: charges a page once, no matter how often it is called',
      },
      {
        linux:
          'A range that is only part of an area divides it, or joins it to a neighbour, which may need memory: ENOMEM.',
        versions: 'v4.19',
        verdict: 'not simulated',
        because: 'mlock allocates nothing here. The error changes nothing that is locked.',
        hides: 'nothing',
      },
      {
        linux:
          'After the lock is dropped the pages are faulted in; if that fails, the area stays locked and counted.',
        versions: 'v4.19',
        verdict: 'not simulated',
        because: 'All pages of a program exist from the start.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'munlock',
    file,
    read: { 'linux-4.18': 'v4.19' },
    behaviours: [
      {
        linux: 'It subtracts what was locked, tests no limit, and answers ENOMEM at a hole.',
        versions: 'v4.19',
        verdict: 'same',
        simulation: 'mm/mlock.ts: doMunlock',
        test: 'mm/mlock.test.ts: subtracts what was locked, whatever the limit, and is refused at a hole',
      },
    ],
  },
  {
    name: 'mlockall',
    file,
    read: { 'linux-4.18': 'v4.19' },
    behaviours: [
      {
        linux:
          'It compares the size of the whole address space with the limit, not what would be locked: pages that are pinned already are left out, and locked_vm may exceed the limit afterwards.',
        versions: 'v4.19',
        verdict: 'not simulated',
        because: 'Programs lock page by page.',
        hides: 'a mistake',
      },
      {
        linux:
          'With MCL_FUTURE later areas are locked and counted when they are made, as with MAP_LOCKED. munlockall unlocks everything.',
        versions: 'v4.19',
        verdict: 'not simulated',
        because: 'A new page is not locked until mlock; munlockall is munlock of each page.',
        hides: 'an order',
      },
    ],
  },
  {
    name: 'mlock2',
    file,
    read: { 'linux-4.18': 'v4.19' },
    behaviours: [
      {
        linux: 'With MLOCK_ONFAULT the pages are counted like others, but not faulted in.',
        versions: 'v4.19',
        verdict: 'not simulated',
        because: 'All pages of a program exist, so there is no difference.',
        hides: 'nothing',
      },
    ],
  },
];
