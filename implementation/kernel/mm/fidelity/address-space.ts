import { vfioRead, type LinuxFunction } from '../../fidelity.ts';

const file = 'kernel/fork.c';
/** For v5.17 a text before the two patches that moved mm_pasid_drop; the others are these patches. */
const moved = {
  'linux-5.17': 'v5.15.85',
  'linux-5.18-rc1': 'v5.18-rc',
  'linux-5.18-rc1-mmget': 'v5.18-rc',
  'linux-5.18': 'v5.18',
} as const;

/** The life of an mm, without its areas. */
export const addressSpaceFidelity: readonly LinuxFunction[] = [
  {
    name: 'mm_init',
    file,
    read: {
      ...vfioRead('v4.19', 'v6.2'),
      'linux-5.17': 'v5.15.85',
      'linux-5.18-rc1': 'v5.18-rc',
      'linux-5.18-rc1-mmget': 'v5.18-rc',
      'linux-5.18': 'v6.2',
    },
    behaviours: [
      {
        linux: 'A new mm has one user, one count and no PASID, also if it is a copy.',
        versions: 'since v5.12',
        source: 'commit 82e69a121be4',
        verdict: 'same',
        simulation: 'mm/mm.ts: mmAlloc',
        test: 'process/fork.test.ts: gives the child a fresh mm: its own users, no PASID, no bond, no notifier, no mapping',
      },
      {
        linux: 'No PASID is 0 up to v5.17, and INVALID_IOASID since.',
        versions: 'v5.12 to v6.3',
        source: 'commit 701fac40384f',
        verdict: 'same',
        simulation: 'mm/pasid.ts: noPasid',
        test: 'iommu/pasid.test.ts: is 0 if there is none before v5.18, and INVALID_IOASID since',
      },
      {
        linux:
          'It allocates more than the struct: page directory, context, counters; each failure undoes what was done.',
        versions: 'any',
        verdict: 'simplified',
        simulation: 'mm/mm.ts: mmAlloc',
        because: 'One allocation stands for all. Nothing of them concerns a PASID.',
        hides: 'nothing',
        test: 'process/fork.test.ts: that gets no mm makes no child',
      },
      {
        linux: 'A new mm, by fork or exec, begins with locked_vm 0.',
        versions: 'v3.6 to v6.18',
        verdict: 'same',
        simulation: 'mm/page.ts: forgetAccount',
        test: 'vfio/accounting.test.ts: begins with nothing charged, by fork and by exec',
      },
    ],
  },
  {
    name: '__mmput',
    file,
    read: {
      'linux-5.17': 'v5.15.85',
      'linux-5.18-rc1': 'v5.18-rc',
      'linux-5.18-rc1-mmget': 'v5.18-rc',
      'linux-5.18': 'v6.2',
    },
    behaviours: [
      {
        linux:
          'The last user may sleep; exit_mmap runs first, and mmdrop of the count that all users share is last.',
        versions: 'any',
        verdict: 'same',
        simulation: 'mm/mm.ts: exitMm',
        test: 'mm/mm.test.ts: calls the notifiers, frees the page tables, removes the mappings and drops the count, in that order',
      },
      {
        linux: 'It frees the PASID just before that mmdrop.',
        versions: 'v5.18-rc1 to rc5',
        source: 'commit 701fac40384f',
        verdict: 'same',
        simulation: 'mm/mm.ts: exitMm',
        test: 'process/exit.test.ts: frees the PASID between the mappings and the count, long before the entry is cleared (v5.18-rc1)',
      },
      {
        linux:
          'Before exit_mmap it waits for the asynchronous I/O of the mm (exit_aio), and KSM and khugepaged let go of it.',
        versions: 'v4.9 to v6.3',
        verdict: 'not simulated',
        because: 'There are none of them. They come before the notifiers, and know no PASID.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: '__mmdrop',
    file,
    read: moved,
    behaviours: [
      {
        linux:
          'It frees the PASID after the list of notifiers, and then the struct; it must not sleep.',
        versions: 'since v5.18',
        source: 'commit 2667ed10d9f0',
        verdict: 'same',
        simulation: 'mm/mm.ts: mmdrop',
        test: 'mm/mm.test.ts: mmdrop is fine, even where it is the last and frees the PASID',
      },
      {
        linux:
          'It warns if the mm is that of the task that runs, or one that this task has borrowed, and check_mm reports pages that are left in it.',
        versions: 'v4.19 to v6.3 (as we know it; the warnings are in a mail of 2020)',
        verdict: 'not simulated',
        because:
          'An mm that is freed too early is noted where it is used next, by a task that still runs on it at the latest when that leaves it.',
        hides: 'nothing',
      },
    ],
  },
];
