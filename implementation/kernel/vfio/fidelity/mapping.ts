import type { LinuxFunction } from '../../fidelity.ts';
import { readType1, type1 } from './read.ts';

/** Mappings are found, translated and removed. */
export const mappingFidelity: readonly LinuxFunction[] = [
  {
    name: 'vfio_find_dma',
    file: type1,
    read: readType1,
    behaviours: [
      {
        linux:
          'Any mapping that overlaps the range is found, in the order of a tree; unmap of v6.3 begins with the lowest.',
        versions: 'v4.8 to v6.18',
        verdict: 'simplified',
        simulation: 'vfio/tables.ts: findDma',
        because:
          'The lowest is found. Which one comes first matters only where unmap ends early or waits: at a mapping of another mm, in v1 at one that begins before the range, and at one that drivers have pinned. The first two may leave or remove any others of the range, and each number of pages is admitted there.',
        hides: 'an order',
        test: 'vfio/unmap.test.ts: stopped at a mapping of another mm before ($name)',
      },
      {
        linux:
          'Unmap looks for the lowest mapping of its range by exclusive ends too. One that ends with 64 bits sends that search to the right, so the mappings to the left of it in the tree are not found either, and unmap of one of them answers 0 bytes.',
        versions: 'v6.3',
        verdict: 'simplified',
        simulation: 'vfio/tables.ts: findDma',
        because:
          'The shape of the tree is not simulated, and only the mapping that ends with 64 bits is hidden. That is found; that a mapping made after it and before it in IOVA space cannot be unmapped is not.',
        hides: 'a mistake',
        test: 'vfio/unmap.test.ts: hides no mapping before it here, although it does in the tree of v6.3',
      },
      {
        linux:
          'The exclusive ends of the range and of the mapping are compared. At the end of 64 bits an end is 0, so nothing that ends there is found.',
        versions: 'v4.8 to v6.17',
        source: 'ef270ec44637 mended it',
        verdict: 'same',
        simulation: 'vfio/tables.ts: endOf',
        test: 'vfio/unmap.test.ts: hid the whole mapping that ended with it, and no other',
      },
      {
        linux:
          'With size 0 the first page of a mapping is not found. For the first address of unmap that is harmless, because a mapping that begins there is not cut.',
        versions: 'v4.8 to v4.9 in unmap; drivers’ pins before v4.10',
        source: '7c03f4284643',
        verdict: 'same',
        simulation: 'vfio/pinning-external.ts: lookUp',
        test: 'vfio/pinning.test.ts: could not find the first page of a mapping while it looked with size 0',
      },
    ],
  },
  {
    name: 'vfio_pin_map_dma',
    file: type1,
    elsewhere: { 'v4.8': ['drivers/vfio/vfio_iommu_type1.c: vfio_dma_do_map'] },
    read: readType1,
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
        linux:
          'An IOVA that has a translation already is not translated anew. The tables of Arm warn and answer EEXIST, so map fails; VT-d warns, keeps the old translation, and map succeeds.',
        versions: 'v4.8 to v6.17',
        source: 'arm_lpae_init_pte in io-pgtable-arm.c, __domain_mapping in intel-iommu.c',
        verdict: 'simplified',
        simulation: 'vfio/map.ts: iommuMap',
        because:
          'The new page takes the place of the old one, and map succeeds. Only a mapping that the search for overlaps misses, at the end of 64 bits, can come to that; that map does not answer EEXIST is found, the warning and a map that fails so late are not.',
        hides: 'a mistake',
        test: 'vfio/unmap.test.ts: could be mapped and translated twice while exclusive ends were compared',
      },
      {
        linux:
          'The mapping is linked with size 0 and grows run by run. If a run fails, it is removed with the size that it has by then.',
        versions: 'v4.8 to v6.18',
        verdict: 'same',
        simulation: 'vfio/map.ts: pinMap',
        test: 'vfio/unmap.test.ts: is not the end of a mapping that is only half made, so a map that fails there is undone',
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
    file: type1,
    read: readType1,
    behaviours: [
      {
        linux: 'Without an IOMMU there is nothing to do.',
        versions: 'v4.10 to v6.18',
        verdict: 'simplified',
        simulation: 'vfio/map.ts: unmapUnpin',
        because:
          'It returns at once as well, but nothing shows that it does: a container without an IOMMU has no translations here, so the walk would find nothing.',
        hides: 'nothing',
        test: 'vfio/map.test.ts: does none of that if all devices are mediated',
      },
      {
        linux:
          'Frames are read from the page tables of the IOMMU, unmapped, then put; all are credited together at the end.',
        versions: 'v4.8 to v6.18',
        verdict: 'same',
        simulation: 'vfio/map.ts: unmapUnpin',
        test: 'vfio/unmap.test.ts: stops translating before it unpins',
      },
      {
        linux:
          'A page that the IOMMU does not translate is a warning (WARN_ON), and is passed over.',
        versions: 'v4.8 to v6.3',
        verdict: 'simplified',
        simulation: 'vfio/map.ts: unmapUnpin',
        because:
          'It is passed over silently. What a failed attach left without translation would warn in Linux.',
        hides: 'a mistake',
        test: 'vfio/map.test.ts: undoes everything where allocation %i fails',
      },
      {
        linux:
          'The loop stops at the exclusive end of the mapping. At the end of 64 bits that is 0: nothing is unmapped, unpinned or credited.',
        versions: 'v4.8 to v6.17',
        source: 'ef270ec44637 mended it',
        verdict: 'same',
        simulation: 'vfio/map.ts: unmapUnpin',
        test: 'vfio/unmap.test.ts: stayed pinned and charged after its container had gone',
      },
      {
        linux:
          'Frames are collected in a list and put after one flush of the IOTLB, at most 512 runs at a time; without memory for the list, what it has is flushed and put, and the next run on its own.',
        versions: 'v4.17 to v6.18',
        verdict: 'simplified',
        simulation: 'vfio/map.ts: unmapUnpin',
        because: 'The IOMMU has no IOTLB, so a page is unmapped and put at once.',
        hides: 'a mistake',
        test: 'vfio/unmap.test.ts: unpins, credits and returns the number of pages',
      },
      {
        linux:
          'If iommu_unmap removes nothing, it warns and stops: the rest stays pinned and charged, and the mapping is freed.',
        versions: 'v4.8 to v6.3',
        verdict: 'not simulated',
        because: 'The IOMMU always removes what it has mapped.',
        hides: 'a mistake',
      },
    ],
  },
  {
    name: 'vfio_remove_dma',
    file: type1,
    read: readType1,
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
        test: 'vfio/accounting.test.ts: is dropped after the credit, and before the mapping is freed',
      },
    ],
  },
  {
    name: 'map_try_harder',
    file: type1,
    read: { 'linux-4.9': 'v4.8', 'linux-4.12': 'v4.12', 'linux-4.18': 'v4.19' },
    behaviours: [
      {
        linux:
          'If the IOMMU is busy (EBUSY), a run is mapped page by page. When a page fails, all earlier pages but the first are unmapped again.',
        versions: 'v4.8 to v4.19',
        verdict: 'not simulated',
        because:
          'The IOMMU is never busy. In Linux the first page stays translated after it is unpinned.',
        hides: 'a mistake',
      },
    ],
  },
];
