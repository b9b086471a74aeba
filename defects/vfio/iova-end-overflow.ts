import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const iovaEndOverflow: Defect = {
  id: 'iova-end-overflow',
  title: 'a mapping that ends with the last page of 64 bits is found by nobody',
  story:
    'Ranges are compared by their exclusive end, iova + size, which is 0 for a range that includes the last address. Map accepts it, pins it and charges it. After that no search finds the mapping: unmap succeeds and removes nothing, a second mapping at the same IOVA is accepted, drivers cannot pin it, and replay skips it for a new IOMMU. The loop that unpins ends before its first page, so the pages stay pinned and charged after the container has gone.',
  source:
    'drivers/vfio/vfio_iommu_type1.c, v3.6 to v6.17: vfio_find_dma, vfio_find_dma_first_node, vfio_unmap_unpin, vfio_iommu_replay; Mastro, “vfio: handle DMA map/unmap up to the addressable limit”, V6 of 2025-10-28, and Jimenez before him',
  fix: 'ef270ec44637 (v6.18): compare last addresses, and count down the rest of a range instead of comparing an address with its end.',
  evidence: 'verified',
  releases: ['vfio-mdev-v9', 'linux-4.10', 'linux-4.12', 'linux-4.18', 'linux-6.3'],
  switches: { rangeEnd: 'exclusive-end' },
  law: 'answers-conform',
  place: { command: 'unmap', answer: 'another number of pages' },
  world: 'vfio-top',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'attach p0 c0 g0',
    'map p0 c0 i1 a0 1 rw',
    'unmap p0 c0 i1 1',
  ),
  also: [
    {
      law: 'answers-conform',
      place: { command: 'map', answer: 'success' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'map p0 c0 i1 a0 1 rw',
        'map p0 c0 i1 a0 1 rw',
      ),
    },
    {
      law: 'answers-conform',
      place: { command: 'pin', answer: 'EINVAL' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'map p0 c0 i1 a0 1 rw',
        'pin g0 i1 1',
      ),
    },
    {
      law: 'locked-vm',
      place: { command: 'attach', clause: 'too little is charged' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'map p0 c0 i1 a0 1 rw',
        'attach p0 c0 g1',
      ),
    },
    {
      law: 'balance-at-rest',
      place: { clause: 'something is left' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g1',
        'map p0 c0 i1 a0 1 rw',
        'exit p0',
      ),
    },
  ],
};
