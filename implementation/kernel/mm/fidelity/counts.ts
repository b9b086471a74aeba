import { type LinuxFunction, svaRead, vfioRead } from '../../fidelity.ts';

const header = 'include/linux/sched/mm.h';
const fork = 'kernel/fork.c';
const read510 = { ...svaRead('v5.10.13'), ...vfioRead('v5.10.13') };
const readFork = { ...svaRead('v5.15.85'), ...vfioRead('v4.19', 'v5.15.85') };

/** The two counts of an mm, and what fork copies of it. */
export const countsFidelity: readonly LinuxFunction[] = [
  {
    name: 'mmgrab',
    file: header,
    read: read510,
    behaviours: [
      {
        linux: 'It adds one to mm_count, which keeps the struct but not the address space.',
        versions: 'v4.11 to v6.3',
        verdict: 'same',
        simulation: 'mm/mm.ts: mmgrab',
        test: 'mm/mmu-notifier.test.ts: holds one mm_count from its registration until its callback, and no mm_users',
      },
    ],
  },
  {
    name: 'mmdrop',
    file: header,
    read: read510,
    behaviours: [
      {
        linux:
          'It takes one from mm_count, and at zero calls __mmdrop at once, in the context of the caller.',
        versions: 'v4.9 to v6.3',
        verdict: 'same',
        simulation: 'mm/mm.ts: mmdrop',
        test: 'mm/mm.test.ts: ends its address space with the last user, and the struct with the last count',
      },
      {
        linux: 'mm_count is a plain counter: nothing notices that it falls below zero.',
        versions: 'v4.9 to v6.3',
        verdict: 'simplified',
        simulation: 'mm/mm.ts: mmdrop',
        because: 'It is a splat, because only a mistake leads there.',
        hides: 'nothing',
        test: 'mm/mm.test.ts: is noticed for mm_count',
      },
    ],
  },
  {
    name: 'mmget',
    file: header,
    read: read510,
    behaviours: [
      {
        linux:
          'It adds one to mm_users without a look at what they were: the caller has to know that they are not zero.',
        versions: 'v4.11 to v6.3',
        verdict: 'same',
        simulation: 'mm/mm.ts: mmget',
        test: 'process/fork.test.ts: makes no mm: the child is one more user of its parent’s, and needs no memory',
      },
    ],
  },
  {
    name: 'mmget_not_zero',
    file: header,
    read: read510,
    behaviours: [
      {
        linux: 'It adds one to mm_users unless they are zero, and answers whether it did.',
        versions: 'v4.11 to v6.3',
        verdict: 'same',
        simulation: 'mm/mm.ts: mmgetNotZero',
        test: 'vfio/vaddr.test.ts: credits nobody if the old owner has ended',
      },
    ],
  },
  {
    name: 'mmput',
    file: fork,
    read: readFork,
    behaviours: [
      {
        linux:
          'It may sleep, and says so whether or not it is the last one. Only at zero users it calls __mmput.',
        versions: 'v4.9 to v6.3',
        verdict: 'same',
        simulation: 'mm/mm.ts: mmput',
        test: 'mm/mm.test.ts: mmput is noticed, because it may be the last',
      },
      {
        linux: 'mm_users is a plain counter as well: below zero nothing is noticed.',
        versions: 'v4.9 to v6.3',
        verdict: 'simplified',
        simulation: 'mm/mm.ts: mmput',
        because: 'It is a splat, because only a mistake leads there.',
        hides: 'nothing',
        test: 'mm/mm.test.ts: is noticed for mm_users',
      },
      {
        linux:
          'Others than tasks, bonds and drivers may be users for a while (a reader in /proc, ptrace, swapoff). If theirs is the last one, the address space ends in their context, after the exit.',
        versions: 'v4.9 to v6.3',
        source: 'the comment of get_task_mm, and mm_update_next_owner',
        verdict: 'not simulated',
        because:
          'They have no command. A task that shares the mm (clone) may be the last one in the same way, but then it has files and an exit of its own.',
        hides: 'an order',
      },
    ],
  },
  {
    name: 'mm_pasid_drop',
    file: header,
    since: 'v5.18',
    // The patch to it in the mail of Thomas Gleixner, 2022-01-26.
    read: {
      'linux-5.18-rc1': 'v5.18-rc',
      'linux-5.18-rc1-mmget': 'v5.18-rc',
      'linux-5.18': 'v5.18-rc',
    },
    behaviours: [
      {
        linux:
          'A valid PASID returns to the allocator, and the mm has INVALID_IOASID from then on; any other mm is left as it is.',
        versions: 'v5.18 to v6.3',
        source: 'Gleixner, 2022-01-26, in “iommu/sva: Assign a PASID to mm on PASID allocation”',
        verdict: 'same',
        simulation: 'mm/pasid.ts: mmPasidDrop',
        test: 'iommu/pasid.test.ts: returns to the allocator when the mm drops it, once',
      },
      {
        linux: 'It takes no lock: the caller must be the last task that knows the mm.',
        versions: 'v5.18 to v6.3',
        verdict: 'same',
        simulation: 'mm/pasid.ts: mmPasidDrop',
        test: 'mm/mm.test.ts: mmdrop is fine, even where it is the last and frees the PASID',
      },
    ],
  },
  {
    name: 'dup_mm',
    file: fork,
    read: readFork,
    behaviours: [
      {
        linux:
          'The struct is copied byte by byte, so the child inherits what mm_init does not set again.',
        versions: 'v4.9 to v6.3',
        verdict: 'simplified',
        simulation: 'mm/pasid.ts: copyPasid',
        because:
          'The PASID is the only field that a kernel inherited by mistake; the switch forkPasid copies it alone.',
        hides: 'nothing',
        test: 'process/fork.test.ts: copied mm->pasid as well before commit 82e69a121be4',
      },
      {
        linux: 'If the areas cannot be copied, mmput ends the new mm like any other.',
        versions: 'v4.9 to v6.3',
        verdict: 'not simulated',
        because: 'Of a fork only the first allocation fails. Nothing is bound to the new mm yet.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'dup_mmap',
    file: fork,
    read: readFork,
    behaviours: [
      {
        linux: 'Areas with VM_DONTCOPY are skipped; those of uacce have it.',
        versions: 'v4.9 to v6.3',
        verdict: 'same',
        simulation: 'process/fork.ts: dupMm',
        test: 'mm/vma.test.ts: is not copied by fork',
      },
      {
        linux: 'The copies lose VM_LOCKED: the child has locked nothing.',
        versions: 'v4.9 to v6.3',
        verdict: 'same',
        simulation: 'mm/page.ts: copyPages',
        test: 'mm/mlock.test.ts: is not inherited by fork',
      },
      {
        linux:
          'Private pages are shared until one of the two processes writes to them; up to v5.8 also those that are pinned.',
        versions: 'v4.9 to v6.3',
        verdict: 'simplified',
        simulation: 'mm/page.ts: copyPages',
        because:
          'The child has pages of its own at once, as after a write of the child to each. That the parent, which writes first, may get another page than the one that is pinned (up to v5.8) is not seen.',
        hides: 'a mistake',
        test: 'mm/page.test.ts: gives the child pages of its own at the same addresses, and the same reserved one',
      },
    ],
  },
  {
    name: 'copy_present_page',
    file: 'mm/memory.c',
    read: { 'linux-6.3': 'v5.15' },
    behaviours: [
      {
        linux:
          'A private page that may be pinned is copied for the child at once. The parent keeps it, and the pins with it.',
        versions: 'since v5.9',
        source: 'commit 70e806e4e645',
        verdict: 'same',
        simulation: 'mm/page.ts: copyPages',
        test: 'mm/page.test.ts: leaves pins with the page of the parent',
      },
    ],
  },
  {
    name: 'migrate_pages',
    file: 'mm/migrate.c',
    read: {},
    behaviours: [
      {
        linux:
          'A page that nothing pins may be moved, or swapped out and read into another frame, at any time; a pin may itself move it first (FOLL_LONGTERM). So what is adjacent, and which frame an address has, changes without a call of the program.',
        versions: 'any',
        source: 'as we know it, not read',
        verdict: 'not simulated',
        because:
          'A page stays until it is unmapped. A mapping is pinned before the IOMMU has it, so it never sees a page move; mmap-page puts other frames at an address.',
        hides: 'nothing',
      },
    ],
  },
];
