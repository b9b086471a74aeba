import type { LinuxFunction } from '../../fidelity.ts';
import { type1 } from './read.ts';

/** The page at an address of a program is looked up. */
export const pageLookupFidelity: readonly LinuxFunction[] = [
  {
    name: 'vaddr_get_pfn',
    file: type1,
    elsewhere: { 'v6.3': ['drivers/vfio/vfio_iommu_type1.c: vaddr_get_pfns'] },
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
        linux:
          'Every answer of get_user_pages but a page becomes EFAULT, unless the address is in a VM_PFNMAP area.',
        versions: 'v4.8 to v4.9',
        verdict: 'same',
        simulation: 'vfio/pfn.ts: withoutPage',
        test: 'vfio/pinning.test.ts: was EFAULT until v4.9, as if there were no page',
      },
      {
        linux:
          'What get_user_pages answered is returned: an errno, ENOMEM for want of memory; the 0 pages that it is not known to answer here would be read as success.',
        versions: 'v4.10 to v6.3, and version 9 of the patches for mediated devices',
        source: 'patch 04/12 of October 2016',
        verdict: 'same',
        simulation: 'vfio/pfn.ts: withoutPage',
        test: 'vfio/pinning.test.ts: is an error',
      },
      {
        linux:
          'In v6.3, no page at all leaves the batch empty, and the loop that follows counts its size below zero and reads entries that were never filled.',
        versions: 'v5.12 to v6.18',
        verdict: 'simplified',
        simulation: 'vfio/pfn.ts: withoutPage',
        because:
          'One frame that nobody set is used, as in v4.10. It is the same mistake, with a milder consequence.',
        hides: 'nothing',
        test: 'vfio/pinning.test.ts: was used as a page, so a frame that nobody set was translated',
      },
      {
        linux:
          'For the caller’s own memory, get_user_pages_fast walks the page tables without mmap_sem, and takes it only to fault a page in.',
        versions: 'v4.8 to v4.12 at least; no longer in v4.18',
        verdict: 'simplified',
        simulation: 'vfio/pfn.ts: vaddrGetPfn',
        because:
          'The lock is always taken to read. A map that runs while another thread is half-way through mmap or munmap is not tried.',
        hides: 'an order',
        test: 'vfio/map.test.ts: charges before it translates',
      },
      {
        linux:
          'Where get_user_pages finds no page, the lock is dropped and taken again to look for a VM_PFNMAP area.',
        versions: 'v4.8 to v4.18 at least; no longer in v6.3',
        verdict: 'simplified',
        simulation: 'vfio/pfn.ts: vaddrGetPfn',
        because: 'Both are found under one lock, so nothing is mapped in between.',
        hides: 'an order',
        test: 'vfio/pinning.test.ts: is pinned without a reference, and never counts',
      },
      {
        linux:
          'A page is looked up once, when it is pinned. If another page comes to the address later, neither the translation nor the node of a driver changes: the old page stays pinned for them, and a later pin of the other side finds the new one.',
        versions: 'v4.8 to v6.3',
        verdict: 'same',
        simulation: 'vfio/pfn.ts: vaddrGetPfn',
        test: 'vfio/pinning.test.ts: each side has its own page pinned, and both count',
      },
      {
        linux:
          'A frame of a VM_PFNMAP area is accepted without a reference if it has no struct page or is reserved.',
        versions: 'v4.8 to v6.18',
        verdict: 'same',
        simulation: 'mm/page.ts: getPin',
        test: 'mm/page.test.ts: takes no reference, gives none back, and counts nothing',
      },
      {
        linux:
          'In such an area get_user_pages fails at once, and the frame is read from the area or its page table. Neither needs memory.',
        versions: 'v4.8 to v6.3',
        verdict: 'same',
        simulation: 'vfio/pfn.ts: vaddrGetPfn',
        test: 'vfio/pinning.test.ts: is no matter for a reserved page, which needs none: the next thing to fail is the IOMMU',
      },
      {
        linux:
          'The frame is computed from vm_pgoff without a fault, although the area may map something else there; since v5.8 the page table is read, after a fault if needed.',
        versions: 'v4.8 to v5.7',
        verdict: 'not simulated',
        because: 'An area without struct pages maps one fixed frame at each address.',
        hides: 'a mistake',
      },
      {
        linux:
          'The zero page is found where memory that was never written is mapped to be read only; its reference is never put, because it is reserved.',
        versions: 'v4.8 to v5.19; later it is put at once',
        verdict: 'not simulated',
        because: 'All pages of a program exist from the start.',
        hides: 'a mistake',
      },
      {
        linux: 'Each page is looked up by a call of its own, under its own mmap_sem.',
        versions: 'v4.8 to v5.11',
        verdict: 'same',
        simulation: 'vfio/pfn.ts: vaddrGetPfn',
        test: 'vfio/map.test.ts: are looked up under one mmap_lock since v5.12, before each under its own',
      },
      {
        linux: 'All pages of a batch are pinned in one call, under one mmap_lock.',
        versions: 'v5.12 to v6.18',
        verdict: 'same',
        simulation: 'vfio/pfn.ts: nextOfCall',
        test: 'vfio/map.test.ts: are looked up under one mmap_lock since v5.12, before each under its own',
      },
      {
        linux:
          'That call ends before a page that is not there or has no struct page, and answers how many it has found. That page is asked for by another call, under mmap_lock taken again.',
        versions: 'v5.12 to v6.3',
        verdict: 'same',
        simulation: 'vfio/pinning-remote.ts: nextPfn',
        test: 'vfio/map.test.ts: are asked for by another call after a page %s',
      },
      {
        linux:
          'It also ends before a page for which there is no memory, which the next call may find: only the first page of a call makes it fail.',
        versions: 'v5.12 to v6.3',
        source: '__get_user_pages in mm/gup.c answers an errno only if it has found no page',
        verdict: 'same',
        simulation: 'vfio/pfn.ts: nextOfCall',
        test: 'vfio/map.test.ts: for which there is no memory at first are asked for again, unless they are the first of a call',
      },
      {
        linux: 'Pages of a file system with direct access (DAX) are refused.',
        versions: 'v4.17 to v6.18',
        verdict: 'not simulated',
        because: 'There are no files that are mapped.',
        hides: 'nothing',
      },
      {
        linux:
          'A page that is not in memory is faulted in, which may wait for a disk or for user space while iommu->lock is held.',
        versions: 'v4.8 to v6.18',
        source: 'as we know get_user_pages, not read for this row',
        verdict: 'not simulated',
        because:
          'All pages of a program exist from the start, and none is swapped out. Other tasks run only where the lookup waits for mmap_lock.',
        hides: 'an order',
      },
      {
        linux:
          'A mapping that the device may write is looked up to be written. A page that the program itself may not write is not found: EFAULT. In v6.3 that is also asked of the page table of a VM_PFNMAP area.',
        versions: 'v4.8 to v6.3',
        verdict: 'not simulated',
        because: 'A program may write all of its pages; there is no mprotect.',
        hides: 'nothing',
      },
      {
        linux:
          'A mapping that the device may only read is looked up to be read. A page that is still shared, with a child or with a file, then stays shared, and the next write of the program goes to another page than the device reads.',
        versions: 'v4.8 to v4.19; later it may be made private first',
        source: 'the flags are read; what get_user_pages does with them is as we know it',
        verdict: 'not simulated',
        because: 'No page is shared: a child has its own pages at once, and no file is mapped.',
        hides: 'a mistake',
      },
      {
        linux:
          'The lookup says that the pin will last (FOLL_LONGTERM). Pages in memory that must stay movable are moved elsewhere first, and without memory for that it fails.',
        versions: 'v6.3; in v4.18 only that a page of DAX is refused',
        source: 'the flag is read; what get_user_pages does with it is as we know it',
        verdict: 'not simulated',
        because:
          'All memory may hold lasting pins. The failure is like that of a page for which there is no memory.',
        hides: 'nothing',
      },
      {
        linux:
          'A call asks for at most as many pages as a page has room for pointers. A longer mapping needs several calls, and mmap_lock is dropped between them.',
        versions: 'v5.12 to v6.3',
        verdict: 'not simulated',
        because:
          'A mapping has at most two pages. That another task comes between two calls of one run is tried where the first call ends early.',
        hides: 'nothing',
      },
    ],
  },
];
