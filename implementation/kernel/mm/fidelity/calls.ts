import { type LinuxFunction, svaRead, vfioRead } from '../../fidelity.ts';

const sva = svaRead('v5.10.13');
const read = { ...sva, ...vfioRead('v5.10.13') };

/** The calls that change the areas of an mm, and their steps. */
export const areaCallsFidelity: readonly LinuxFunction[] = [
  {
    name: 'vm_mmap_pgoff',
    file: 'mm/util.c',
    read,
    behaviours: [
      {
        linux:
          'mmap_lock is held for writing while the area is made, and given back before its pages are populated.',
        versions: 'v4.9 to v6.3',
        verdict: 'simplified',
        simulation: 'mm/mlock.ts: vmMmapPage',
        because:
          'A page of memory exists when the lock is given back. That another task finds the area without its pages is not tried.',
        hides: 'an order',
        test: 'mm/mlock.test.ts: makes a page that is not locked',
      },
      {
        linux:
          'With MAP_FIXED the old area is unmapped before the new one is allocated: if there is no memory for that (ENOMEM), a hole is left.',
        versions: 'v4.11 to v6.1 (texts in between were read in part)',
        verdict: 'not simulated',
        because: 'mmap-page allocates nothing. The hole is what munmap-page leaves.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'vm_munmap',
    file: 'mm/mmap.c',
    read,
    behaviours: [
      {
        linux:
          'mmap_lock is taken for writing before the area is looked for, so two calls cannot remove one area.',
        versions: 'v4.9 to v6.3',
        verdict: 'same',
        simulation: 'mm/vma.ts: vmMunmap',
        test: 'mm/vma.test.ts: is looked for under mmap_lock, so two calls do not remove one area',
      },
      {
        linux: 'The pages of an area with VM_LOCKED are taken from locked_vm before it goes.',
        versions: 'v4.9 to v6.3',
        verdict: 'same',
        simulation: 'mm/mlock.ts: vmMunmapPage',
        test: 'mm/mlock.test.ts: ends the lock of its page',
      },
      {
        linux:
          'If locked_vm is 0, it does not look for such areas: a count that a credit too large has brought to 0 stays there. munlock subtracts in any case.',
        versions: 'v4.11 to v5.16 (texts in between were read in part); no longer in v6.3',
        source: 'the patches that brought the maple tree removed the question (v6.1)',
        verdict: 'same',
        simulation: 'mm/mlock.ts: munmapLocked',
        test: 'mm/mlock.test.ts: left locked_vm alone if it was 0 already, before v6.1',
      },
      {
        linux:
          'The page of a larger area needs a second area, perhaps a third: ENOMEM, and nothing has changed.',
        versions: 'v4.9 to v6.3',
        verdict: 'not simulated',
        because: 'Each page is an area of its own, so munmap-page allocates nothing.',
        hides: 'nothing',
      },
      {
        linux:
          'They are taken from it before the last steps that can fail (userfaultfd, memory for the list of areas): an error leaves areas that are locked and no longer counted.',
        versions: 'v6.3; a later patch sums them up and subtracts at the end',
        source: 'munmap_sidetree and do_vmi_align_munmap, in the diff of that patch',
        verdict: 'not simulated',
        because: 'munmap-page cannot fail.',
        hides: 'a mistake',
      },
    ],
  },
  {
    name: '__split_vma',
    file: 'mm/mmap.c',
    read: sva,
    behaviours: [
      {
        linux:
          'The driver is called first (->may_split; ->split before v5.11), and its error is returned.',
        versions: 'v4.15 to v6.3',
        verdict: 'same',
        simulation: 'mm/vma.ts: munmapRest',
        test: 'uacce/mappings.test.ts: is refused, or makes two areas and closes the second',
      },
      {
        linux: 'Without memory for the second area the first one stays as it was: ENOMEM.',
        versions: 'v4.9 to v6.3',
        verdict: 'same',
        simulation: 'mm/vma.ts: splitAndRemove',
        test: 'uacce/mappings.test.ts: that gets no memory for the second area changes nothing',
      },
      {
        linux:
          'If the first area cannot be shortened, the second one, which is open already, is closed and its file put.',
        versions: 'v4.9 to v6.0',
        verdict: 'not simulated',
        because: 'That needs memory only for areas with anonymous pages, which a queue has not.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'copy_vma',
    file: 'mm/mmap.c',
    read: sva,
    behaviours: [
      {
        linux:
          'The copy takes its file reference, and ->open tells the driver, before any page table entry moves.',
        versions: 'v4.9 to v6.3',
        verdict: 'same',
        simulation: 'mm/vma.ts: moveVma',
        test: 'mm/vma.test.ts: moved by mremap is a copy with a file reference of its own, and the old one is closed',
      },
      {
        linux: 'If the new place borders on a like area, that one grows and no copy is made.',
        versions: 'v4.9 to v6.3',
        verdict: 'not simulated',
        because: 'Areas of a device are not merged (VM_PFNMAP).',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'move_page_tables',
    file: 'mm/mremap.c',
    read: sva,
    behaviours: [
      {
        linux:
          'The notifiers see the old range around the move: an invalidation starts before it and ends after it.',
        versions: 'v4.9 to v6.3',
        verdict: 'simplified',
        simulation: 'mm/vma.ts: moveVma',
        because: 'invalidate_range is called once. SVA has no callback for the start.',
        hides: 'nothing',
        test: 'mm/mmu-notifier.test.ts: reaches the notifiers, in an SRCU section and under mmap_lock (%s)',
      },
      {
        linux: 'Without memory for page tables only a part moves, which move_vma then moves back.',
        versions: 'v4.9 to v6.3',
        verdict: 'not simulated',
        because: 'Page tables take no memory here. The exit is that of a driver that refuses.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'mremap',
    file: 'mm/mremap.c',
    read: sva,
    behaviours: [
      {
        linux: 'mmap_lock is held for writing over the whole call.',
        versions: 'v4.9 to v6.3',
        verdict: 'same',
        simulation: 'mm/vma.ts: mremapArea',
        test: 'mm/vma.test.ts: that is not mapped cannot be moved, which is found under mmap_lock, held over the whole call',
      },
      {
        linux: 'An address where nothing is mapped is EFAULT.',
        versions: 'v4.9 to v5.15, and since v5.18-rc7',
        verdict: 'same',
        simulation: 'mm/vma.ts: mremapArea',
        test: 'calls/calls.test.ts: of what is not mapped: unmapping a hole is fine, moving it is not, touching it kills',
      },
      {
        linux: 'EFAULT has no sign there: mremap of a hole seems to succeed, with the address 14.',
        versions: 'v5.16 to v5.18-rc6 (a text in between was read; both ends are inferred)',
        source: 'Dossche, May 2022, “mm: mremap: fix sign for EFAULT error return value”',
        verdict: 'simplified',
        simulation: 'mm/vma.ts: mremapArea',
        because: 'It is EFAULT in every kernel, also in linux-5.17 and linux-5.18-rc1.',
        hides: 'a mistake',
        test: 'calls/calls.test.ts: of what is not mapped: unmapping a hole is fine, moving it is not, touching it kills',
      },
      {
        linux: 'With MREMAP_FIXED what was mapped at the new address is unmapped first.',
        versions: 'v4.9 to v6.3',
        verdict: 'not simulated',
        because: 'The new address is always free. The same is a munmap before the mremap.',
        hides: 'nothing',
      },
      {
        linux:
          'Without MREMAP_FIXED a call that keeps the size moves nothing: it answers the old address, up to v5.15 also where nothing is mapped.',
        versions: 'v4.9 to v6.3',
        verdict: 'not simulated',
        because:
          'The command stands for a move to a given address (MREMAP_MAYMOVE and MREMAP_FIXED). The other call changes nothing.',
        hides: 'nothing',
      },
      {
        linux:
          'A part of an area can be moved: it is copied, and the munmap of the old part splits the area, which the driver may refuse.',
        versions: 'v4.9 to v6.3',
        verdict: 'not simulated',
        because:
          'mremap moves whole areas. The split is that of munmap-part, and makes the same two areas of one.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'remap_pfn_range',
    file: 'mm/memory.c',
    read: sva,
    behaviours: [
      {
        linux:
          'All entries are made at once. They take no reference on the memory: the driver must not free it while they are there.',
        versions: 'v4.9 to v6.3',
        verdict: 'same',
        simulation: 'mm/mmap.ts: remapPfnRange',
        test: 'uacce/uacce.test.ts: gave back a queue whose %s is mapped, and the next open got it',
      },
      {
        linux: 'Without memory for a page table it fails half-way, and leaves the entries it made.',
        versions: 'v4.9 to v6.3',
        verdict: 'not simulated',
        because: 'Page tables take no memory here; mmap_region removes such entries.',
        hides: 'nothing',
      },
    ],
  },
];
