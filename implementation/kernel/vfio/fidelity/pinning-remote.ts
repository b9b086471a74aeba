import type { LinuxFunction } from '../../fidelity.ts';

const file = 'drivers/vfio/vfio_iommu_type1.c';

/** Pages are found and pinned for the IOMMU, and unpinned again. */
export const pinningRemoteFidelity: readonly LinuxFunction[] = [
  {
    name: 'vaddr_get_pfn',
    file,
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
          'A frame of a VM_PFNMAP area is accepted without a reference if it has no struct page or is reserved.',
        versions: 'v4.8 to v6.18',
        verdict: 'same',
        simulation: 'mm/page.ts: getPin',
        test: 'mm/page.test.ts: takes no reference, gives none back, and counts nothing',
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
        simulation: 'vfio/pfn.ts: vaddrGetPfn',
        test: 'vfio/map.test.ts: are looked up under one mmap_lock since v5.12, before each under its own',
      },
      {
        linux: 'Pages of a file system with direct access (DAX) are refused.',
        versions: 'v4.17 to v6.18',
        verdict: 'not simulated',
        because: 'There are no files that are mapped.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'vfio_pin_pages_remote',
    file,
    read: {
      'linux-4.9': 'v4.8',
      'linux-4.10': 'v4.11-rc1 (6e84f31522f9)',
      'linux-4.12': 'v4.12',
      'linux-4.18': 'v4.18',
      'linux-6.3': 'v6.3',
    },
    behaviours: [
      {
        linux:
          'Pages are looked up in the mm of the caller, whichever process made the mapping; a caller without mm gets ENODEV.',
        versions: 'v4.8 to v6.18',
        verdict: 'same',
        simulation: 'vfio/pinning-remote.ts: memoryOf',
        test: 'vfio/replay.test.ts: looked them up in the mm of the caller, in Linux',
      },
      {
        linux:
          'A run goes on while the next frame follows the last one and is as reserved as the first; then it is charged and mapped at once.',
        versions: 'v4.8 to v6.18',
        verdict: 'same',
        simulation: 'vfio/pinning-remote.ts: pinRunIn',
        test: 'vfio/map.test.ts: make a run that ends where one lies elsewhere',
      },
      {
        linux: 'A run of reserved frames is neither tested against the limit nor charged.',
        versions: 'v4.8 to v6.18',
        verdict: 'same',
        simulation: 'vfio/pinning-remote.ts: pinRunIn',
        test: 'vfio/map.test.ts: make a run that ends where one is reserved',
      },
      {
        linux:
          'The page with which a run ends is put, and found again by the next call, perhaps as another page.',
        versions: 'v4.8 to v5.11',
        verdict: 'same',
        simulation: 'vfio/pinning-remote.ts: leaveForNext',
        test: 'vfio/map.test.ts: are pinned once each, also the one with which a run ended',
      },
      {
        linux: 'It stays pinned in the batch for the next call.',
        versions: 'v5.12 to v6.18',
        verdict: 'simplified',
        simulation: 'vfio/pinning-remote.ts: leaveForNext',
        because:
          'It is put and found again. If another thread maps another page there while the run waits to be charged, Linux maps the old page and this the new one; both are admitted.',
        hides: 'an order',
        test: 'vfio/map.test.ts: are pinned once each, also the one with which a run ended',
      },
      {
        linux:
          'A page without struct page at the end of a run is dropped; until it was mended, the batch kept a count for it and gave an older page.',
        versions: 'v5.12-rc1 to v5.12-rc6',
        source: '60c988bc1541',
        verdict: 'same',
        simulation: 'vfio/pinning-remote.ts: leaveForNext',
        test: 'vfio/map.test.ts: were mixed up with the next run if that began with one without a struct page',
      },
      {
        linux:
          'A page is not tested and not charged if a driver has a node at its IOVA, whatever page the driver has there.',
        versions: 'v4.10 to v6.18',
        verdict: 'same',
        simulation: 'vfio/pinning-remote.ts: isCountedByDriver',
        test: 'vfio/vaddr.test.ts: credits the caller, so no limit is tested',
      },
      {
        linux:
          'Each page is tested against the limit without mmap_sem, together with those of its run that are not charged yet.',
        versions: 'v4.8 to v6.18',
        verdict: 'same',
        simulation: 'vfio/pinning-remote.ts: pinRunIn',
        test: 'vfio/accounting.test.ts: counts pages that are locked by mlock',
      },
      {
        linux: 'The first page of a run is tested although it may count already.',
        versions: 'v4.8 to v4.9',
        verdict: 'same',
        simulation: 'vfio/pinning-remote.ts: pinRunIn',
        test: 'vfio/accounting.test.ts: was tested for the first page of a run until v4.9, although that page counted already',
      },
      {
        linux:
          'A later page over the limit ends the run: the pages before it are charged and mapped, and the next call is refused.',
        versions: 'v4.8 to v4.11',
        verdict: 'same',
        simulation: 'vfio/pinning-remote.ts: undoesRun',
        test: 'vfio/accounting.test.ts: let the next one pass a limit that is reached',
      },
      {
        linux:
          'A page over the limit makes the call fail: the run is unpinned, and nothing is charged.',
        versions: 'v4.12 to v6.18',
        source: '0cfef2b7410b',
        verdict: 'same',
        simulation: 'vfio/pinning-remote.ts: undoesRun',
        test: 'vfio/map.test.ts: are never charged if the last of their run is over the limit',
      },
      {
        linux:
          'A later page that get_user_pages does not find ends the run: the pages before it are charged and mapped, and the next call fails.',
        versions: 'v4.8 to v5.11',
        verdict: 'same',
        simulation: 'vfio/pinning-remote.ts: undoesRun',
        test: 'vfio/map.test.ts: was charged and mapped until v5.11, and undone by the next call',
      },
      {
        linux: 'It makes the call fail, and what the call has pinned is given back uncharged.',
        versions: 'v5.12 to v6.18',
        verdict: 'same',
        simulation: 'vfio/pinning-remote.ts: undoesRun',
        test: 'vfio/map.test.ts: is given back before it is charged, so a full IOMMU is not asked',
      },
      {
        linux: 'If the charge is refused, the run is unpinned.',
        versions: 'v4.12 to v6.18',
        verdict: 'same',
        simulation: 'vfio/pinning-remote.ts: pinRunIn',
        test: 'vfio/map.test.ts: gives the run back if the charge itself is refused',
      },
      {
        linux: 'The limit is read once, at the start of map or attach, for all runs.',
        versions: 'v4.12 to v6.18',
        verdict: 'simplified',
        simulation: 'vfio/pinning-remote.ts: pinRunIn',
        because:
          'It is read for each run. Where another thread changes the limit between two runs, this first test uses the new one; the test under the lock uses the new one in Linux too.',
        hides: 'an order',
        test: 'vfio/accounting.test.ts: is that of the process that mapped',
      },
      {
        linux: 'With disable_hugepages each page is a run of its own.',
        versions: 'v4.8 to v6.18',
        verdict: 'not simulated',
        because: 'A parameter of the module. Pages that are not adjacent make such runs.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'vfio_batch_init',
    file,
    read: { 'linux-6.3': 'v6.3' },
    behaviours: [
      {
        linux:
          'If the page for the list of a batch cannot be allocated, a batch has room for one: each page is then a call, and a wait for mmap_lock, of its own.',
        versions: 'v6.3',
        verdict: 'not simulated',
        because: 'The list of a batch needs no allocation here.',
        hides: 'an order',
      },
    ],
  },
  {
    name: 'vfio_unpin_pages_remote',
    file,
    read: {
      'linux-4.10': 'v4.11-rc1 (6e84f31522f9)',
      'linux-4.12': 'v4.12',
      'linux-4.18': 'v4.18',
      'linux-6.3': 'v6.3',
    },
    behaviours: [
      {
        linux:
          'Each page is put; if it accounts itself, pages at whose IOVA a driver has a node stay charged.',
        versions: 'v4.10 to v6.18',
        verdict: 'same',
        simulation: 'vfio/pinning-remote.ts: unpinAfterFailure',
        test: 'vfio/replay.test.ts: leaves a driver’s pins when it is undone',
      },
      {
        linux:
          'If its caller accounts, it returns all pages that were put, also those at a driver’s node.',
        versions: 'v4.10 to v6.18',
        verdict: 'same',
        simulation: 'vfio/pinning-remote.ts: unpinOne',
        test: 'vfio/reaccount.test.ts: only the driver’s pages stay pinned and charged',
      },
    ],
  },
  {
    name: 'put_pfn',
    file,
    read: {
      'linux-4.9': 'v4.8',
      'linux-4.10': 'v4.11-rc1 (6e84f31522f9)',
      'linux-4.12': 'v4.12',
      'linux-4.18': 'v4.18',
      'linux-6.3': 'v6.3',
    },
    behaviours: [
      {
        linux:
          'A reserved frame, or one without struct page, is left alone and counts 0; any other is put and counts 1.',
        versions: 'v4.8 to v6.18',
        verdict: 'same',
        simulation: 'mm/page.ts: putPfn',
        test: 'mm/page.test.ts: counts as one page only if it is not reserved',
      },
      {
        linux: 'A page that the device may write is marked dirty before it is put.',
        versions: 'v4.8 to v6.18',
        verdict: 'not simulated',
        because: 'Pages have no contents and are not written back.',
        hides: 'nothing',
      },
      {
        linux:
          'Whether a frame is reserved is asked again, so it may differ from the answer at pin.',
        versions: 'v4.8 to v6.18',
        verdict: 'simplified',
        simulation: 'mm/page.ts: isReserved',
        because: 'A frame is reserved for ever. Memory is not unplugged while it is pinned.',
        hides: 'nothing',
        test: 'vfio/pinning.test.ts: does not change the account when it is unpinned',
      },
    ],
  },
];
