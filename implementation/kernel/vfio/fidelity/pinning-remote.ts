import type { LinuxFunction } from '../../fidelity.ts';
import { readType1, type1 } from './read.ts';

/** Pages are pinned for the IOMMU, and unpinned again. */
export const pinningRemoteFidelity: readonly LinuxFunction[] = [
  {
    name: 'vfio_pin_pages_remote',
    file: type1,
    elsewhere: { 'v4.8': ['drivers/vfio/vfio_iommu_type1.c: vfio_pin_pages'] },
    read: readType1,
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
        linux:
          'It stays pinned in the batch for the next call, unless it is alone there: then it is put and found again, because it may have no struct page.',
        versions: 'v5.12 to v6.3',
        verdict: 'same',
        simulation: 'vfio/pinning-remote.ts: leaveForNext',
        test: 'vfio/map.test.ts: that one call has found stay pinned while the run before them is charged (%s)',
      },
      {
        linux: 'One that is alone there is put after the charge of the run, not before it.',
        versions: 'v6.3',
        verdict: 'same',
        simulation: 'vfio/pinning-remote.ts: pinRunIn',
        test: 'vfio/map.test.ts: of which the second is alone in its call stay pinned during the charge too; then it is put, and found again',
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
        test: 'vfio/accounting.test.ts: is tested for each page, together with those of its run, before mmap_lock is taken to charge them',
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
        test: 'vfio/map.test.ts: were charged and mapped until v4.11 if the next one is over the limit, and undone by the next call',
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
    name: 'vfio_batch_unpin',
    file: type1,
    since: 'v5.12',
    read: { 'linux-6.3': 'v6.3-rc1 (90fdd158a695)' },
    behaviours: [
      {
        linux:
          'If a page is refused, a charge or the IOMMU, the pages that the batch still holds are put as well.',
        versions: 'v5.12 to v6.3',
        verdict: 'same',
        simulation: 'vfio/pinning-remote.ts: unpinBatch',
        test: 'vfio/map.test.ts: are all unpinned if allocation %i fails, also one that is left over',
      },
      {
        linux: 'They are put after the run itself, without a change of the account.',
        versions: 'v5.12 to v6.3',
        verdict: 'same',
        simulation: 'vfio/pinning-remote.ts: unpinBatch',
        test: 'vfio/map.test.ts: are all unpinned if the charge of their run is refused, also one that is left over',
      },
    ],
  },
  {
    name: 'vfio_batch_init',
    file: type1,
    since: 'v5.12',
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
    file: type1,
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
        test: 'vfio/reaccount.test.ts: the charge changes once in each mapping, by the difference',
      },
    ],
  },
  {
    name: 'put_pfn',
    file: type1,
    read: readType1,
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
          'To mark it, the lock of the page is taken, so each unpin may wait for whoever reads or writes that page back, with iommu->lock held.',
        versions: 'v6.3; not yet v4.19',
        source: 'unpin_user_pages_dirty_lock is called; that it locks the page is as we know it',
        verdict: 'not simulated',
        because: 'Pages have no lock. Nobody who holds it wants iommu->lock.',
        hides: 'an order',
      },
      {
        linux:
          'Whether a frame is reserved is tested again, so the result may differ from that at pin.',
        versions: 'v4.8 to v6.18',
        verdict: 'simplified',
        simulation: 'mm/page.ts: isReserved',
        because: 'A frame is reserved for ever. Memory is not unplugged while it is pinned.',
        hides: 'nothing',
        test: 'vfio/pinning.test.ts: does not change the account when it is unpinned',
      },
      {
        linux:
          'Whether a page of a huge page is reserved, its head decides, unless the huge page is split meanwhile; in v6.3 each page decides for itself.',
        versions: 'v4.8 to v4.19; v6.3',
        verdict: 'not simulated',
        because: 'There are no huge pages.',
        hides: 'nothing',
      },
    ],
  },
];
