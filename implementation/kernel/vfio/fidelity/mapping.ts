import type { LinuxFunction } from '../../fidelity.ts';

const file = 'drivers/vfio/vfio_iommu_type1.c';

/** Mappings are found, translated, removed, and given to an IOMMU that joins or leaves. */
export const mappingFidelity: readonly LinuxFunction[] = [
  {
    name: 'vfio_find_dma',
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
          'Any mapping that overlaps the range is found, in the order of a tree; unmap of v6.3 begins with the lowest.',
        versions: 'v4.8 to v6.18',
        verdict: 'simplified',
        simulation: 'vfio/tables.ts: findDma',
        because:
          'The lowest is found. Which one comes first matters only if unmap stops at a mapping of another mm, and each number of pages is admitted there.',
        hides: 'an order',
        test: 'vfio/unmap.test.ts: stopped at a mapping of another mm before',
      },
      {
        linux:
          'The address behind a range and behind a mapping is compared, which is 0 at the end of 64 bits, so what ends there is not found.',
        versions: 'v4.8 to v6.17',
        source: 'ef270ec44637 mended it',
        verdict: 'same',
        simulation: 'vfio/tables.ts: behind',
        test: 'vfio/unmap.test.ts: hid the whole mapping that ended with it, and no other',
      },
      {
        linux:
          'With size 0 the first page of a mapping is not found. For the first address of unmap that is harmless, because a mapping that begins there is not cut.',
        versions: 'v4.8 to v4.9 in unmap; drivers’ pins before v4.10',
        source: '7c03f4284643',
        verdict: 'same',
        simulation: 'vfio/unmap.ts: bisects',
        test: 'vfio/unmap.test.ts: is refused by v2, at its beginning and at its end',
      },
    ],
  },
  {
    name: 'vfio_dma_do_unmap: the range',
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
        linux: 'An empty range is refused.',
        versions: 'v4.8 to v6.18, but for VFIO_DMA_UNMAP_FLAG_ALL',
        verdict: 'same',
        simulation: 'vfio/unmap.ts: isRefused',
        test: 'vfio/unmap.test.ts: of no page, or over the end, is refused',
      },
      {
        linux:
          'A range that wraps is not refused; nothing is found in it, and unmap answers 0 bytes.',
        versions: 'v4.8 to v4.17',
        verdict: 'same',
        simulation: 'vfio/unmap.ts: isRefused',
        test: 'vfio/unmap.test.ts: is not beyond the end: there unmap found nothing while it did not ask (until v4.17)',
      },
      {
        linux:
          'A range is refused if the address behind it wraps, so also one that ends with the last page, which map accepts.',
        versions: 'v4.18',
        verdict: 'same',
        simulation: 'vfio/unmap.ts: isRefused',
        test: 'vfio/unmap.test.ts: was refused by unmap in v4.18, which looked at the address behind',
      },
      {
        linux: 'A range is refused if its last address wraps, as in map.',
        versions: 'v6.3',
        verdict: 'same',
        simulation: 'vfio/unmap.ts: isRefused',
        test: 'vfio/unmap.test.ts: is unmapped like any other',
      },
      {
        linux: 'VFIO_DMA_UNMAP_FLAG_ALL removes every mapping of a container.',
        versions: 'v5.12 to v6.18',
        verdict: 'not simulated',
        because: 'No command asks for it; it is unmap of each mapping in turn, under one lock.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'vfio_pin_map_dma',
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
        linux: 'Each run is pinned and charged, then mapped in all IOMMUs.',
        versions: 'v4.8 to v6.18',
        verdict: 'same',
        simulation: 'vfio/map.ts: pinMap',
        test: 'vfio/map.test.ts: charges before it translates',
      },
      {
        linux:
          'If an IOMMU cannot map a run, the run is unpinned and credited; then the mapping is removed with the runs before it.',
        versions: 'v4.8 to v6.18',
        verdict: 'same',
        simulation: 'vfio/map.ts: iommuMap',
        test: 'vfio/map.test.ts: undoes everything where allocation %i fails',
      },
      {
        linux: 'The mapping is linked with size 0 and grows run by run.',
        versions: 'v4.8 to v6.18',
        verdict: 'simplified',
        simulation: 'vfio/map.ts: mapLocked',
        because: 'It has its size at once. iommu->lock is held from the search to the end.',
        hides: 'nothing',
        test: 'vfio/map.test.ts: undoes everything where allocation %i fails',
      },
      {
        linux:
          'A container may have several IOMMU domains; what one of them cannot map is unmapped in those before it.',
        versions: 'v4.8 to v6.18',
        verdict: 'not simulated',
        because: 'All devices behind the IOMMU share one domain.',
        hides: 'a mistake',
      },
    ],
  },
  {
    name: 'vfio_unmap_unpin',
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
        linux: 'Without an IOMMU there is nothing to do.',
        versions: 'v4.10 to v6.18',
        verdict: 'same',
        simulation: 'vfio/map.ts: unmapUnpin',
        test: 'vfio/map.test.ts: does none of that if all devices are mediated',
      },
      {
        linux:
          'Frames are read from the page tables of the IOMMU, unmapped, then put; all are credited together at the end.',
        versions: 'v4.8 to v6.18',
        verdict: 'same',
        simulation: 'vfio/map.ts: unmapUnpin',
        test: 'vfio/map.test.ts: are credited together with pages that are not adjacent, when the mapping is removed',
      },
      {
        linux:
          'A page that the IOMMU does not translate is a warning (WARN_ON), and is passed over.',
        versions: 'v4.8 to v6.3',
        verdict: 'simplified',
        simulation: 'vfio/map.ts: unmapUnpin',
        because:
          'It is passed over silently: a mapping has its whole size here while it is made, and what is not made yet has no translation. What a failed attach left without translation would warn in Linux.',
        hides: 'a mistake',
        test: 'vfio/map.test.ts: undoes everything where allocation %i fails',
      },
      {
        linux:
          'The loop ends at the address behind the mapping. At the end of 64 bits that is 0: nothing is unmapped, unpinned or credited.',
        versions: 'v4.8 to v6.17',
        source: 'ef270ec44637 mended it',
        verdict: 'same',
        simulation: 'vfio/map.ts: unmapUnpin',
        test: 'vfio/unmap.test.ts: stayed pinned and charged after its container had gone',
      },
      {
        linux:
          'Frames are collected in a list and put after one flush of the IOTLB; without memory for the list, each is flushed and put.',
        versions: 'v4.17 to v6.18',
        verdict: 'simplified',
        simulation: 'vfio/map.ts: unmapUnpin',
        because: 'The IOMMU has no IOTLB, so a page is unmapped and put at once.',
        hides: 'a mistake',
        test: 'vfio/unmap.test.ts: unpins, credits and returns the number of pages',
      },
    ],
  },
  {
    name: 'vfio_remove_dma',
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
        linux: 'It warns if a driver still has a page of the mapping pinned.',
        versions: 'v6.3; not yet v4.18',
        verdict: 'same',
        simulation: 'vfio/map.ts: removeDma',
        test: 'vfio/driver.test.ts: left the page pinned for ever if the driver forgot it',
      },
      {
        linux: 'It unpins and credits, then drops task and mm, and last frees the mapping.',
        versions: 'v4.10 to v6.18',
        verdict: 'same',
        simulation: 'vfio/map.ts: removeDma',
        test: 'vfio/accounting.test.ts: keeps the struct of its task while it has exited',
      },
    ],
  },
  {
    name: 'vfio_iommu_replay',
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
          'All mappings of the container are pinned, charged and mapped for the first IOMMU that joins, in the order of IOVA space.',
        versions: 'v4.10 to v6.18',
        verdict: 'same',
        simulation: 'vfio/replay.ts: vfioIommuReplay',
        test: 'vfio/replay.test.ts: pins, charges and translates them all',
      },
      {
        linux:
          'For a second, incompatible IOMMU the frames are read from the page tables of the first.',
        versions: 'v4.8 to v6.18',
        verdict: 'not simulated',
        because: 'All devices behind the IOMMU share one domain.',
        hides: 'a mistake',
      },
      {
        linux:
          'A page that cannot be pinned makes it return at once: what was pinned before stays pinned and charged, and the domain is freed.',
        versions: 'v4.10 to v5.8',
        source: 'aae7a75a821a mended it',
        verdict: 'same',
        simulation: 'vfio/replay.ts: vfioIommuReplay',
        test: 'vfio/replay.test.ts: undid nothing before: the next attach finds mappings that are called mapped',
      },
      {
        linux: 'So does an IOMMU that cannot map a run: that run stays pinned and charged, too.',
        versions: 'v4.10 to v5.8',
        verdict: 'same',
        simulation: 'vfio/map.ts: iommuMap',
        test: 'vfio/replay.test.ts: left them pinned and charged until v5.8',
      },
      {
        linux:
          'The run is given back, then everything that this replay has mapped; mappings are called mapped only when all of them are.',
        versions: 'v5.9 to v6.18',
        source: 'aae7a75a821a',
        verdict: 'same',
        simulation: 'vfio/replay.ts: unwindReplay',
        test: 'vfio/replay.test.ts: undoes the mappings before the one at which it fails as well (v5.9)',
      },
      {
        linux:
          'The mappings are undone from the last one to the first, and each piece of adjacent pages is credited on its own.',
        versions: 'v6.3',
        verdict: 'simplified',
        simulation: 'vfio/replay.ts: unwindReplay',
        because:
          'They are undone in the order of IOVA space, each with one credit. iommu->lock is held, credits are never refused, and the sums are the same.',
        hides: 'nothing',
        test: 'vfio/replay.test.ts: undoes the runs of a mapping before the one at which it fails',
      },
      {
        linux:
          'The loop ends at the address behind a mapping, so a mapping up to the end of 64 bits is skipped, and called mapped.',
        versions: 'v4.10 to v6.17',
        source: 'ef270ec44637 mended it',
        verdict: 'same',
        simulation: 'vfio/replay.ts: replayOne',
        test: 'vfio/replay.test.ts: skipped a mapping that ends with the last page of 64 bits',
      },
      {
        linux:
          'The mapping of a process that has exited is pinned from the caller’s memory as well; charging it fails with ESRCH.',
        versions: 'v4.18 to v6.2',
        verdict: 'same',
        simulation: 'vfio/accounting.ts: lockAcct',
        test: 'vfio/replay.test.ts: was refused in v4.18 after the caller’s pages were pinned, because the owner’s task has no mm',
      },
    ],
  },
  {
    name: 'vfio_iommu_unmap_unpin_reaccount',
    file,
    read: { 'linux-4.10': 'v4.11-rc1 (6e84f31522f9)', 'linux-4.18': 'v4.18', 'linux-6.3': 'v6.3' },
    behaviours: [
      {
        linux:
          'The last IOMMU leaves: for each mapping, the drivers’ pages are counted less those of the IOMMU, in one charge.',
        versions: 'v4.10 to v6.18',
        verdict: 'same',
        simulation: 'vfio/reaccount.ts: reaccount',
        test: 'vfio/reaccount.test.ts: the charge changes once in each mapping, by the difference',
      },
      {
        linux:
          'That charge may be refused by the limit, which is ignored: the drivers’ pages stay pinned, and are not charged.',
        versions: 'v4.12 to v6.18',
        verdict: 'same',
        simulation: 'vfio/reaccount.ts: reaccount',
        test: 'vfio/reaccount.test.ts: a charge that the limit refuses is left out, and the driver’s page stays pinned',
      },
    ],
  },
];
