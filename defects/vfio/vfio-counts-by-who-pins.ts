import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const vfioCountsByWhoPins: Defect = {
  id: 'vfio-counts-by-who-pins',
  title: 'whether a page is charged depends on who pinned the IOVA, not on the page',
  story:
    'A driver’s page is charged if the container has no IOMMU, and an IOMMU’s page is charged if no driver has a node at its IOVA. Both checks test whether the other side has pinned, not whether that page counted. munmap and mmap may have put another page at the address in between. Then one side may have pinned a reserved page, which never counts, and the other an ordinary page: neither side charges it, or one charges it and nobody credits it, or one credits it without a charge.',
  source:
    'do_accounting in vfio_iommu_type1_pin_pages and vfio_find_vpfn in vfio_pin_pages_remote of v4.12, v4.18 and v6.3; nobody reported it',
  fix: 'Check whether the page that the other side pinned there counts.',
  evidence: 'inferred',
  releases: ['vfio-mdev-v9', 'linux-4.10', 'linux-4.12', 'linux-4.18', 'linux-6.3'],
  switches: { pageCounts: 'by-who-pins' },
  law: 'locked-vm',
  place: { command: 'pin', clause: 'too little is charged' },
  world: 'vfio-alone',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'attach p0 c0 g0',
    'attach p0 c0 g1',
    'map p0 c0 i0 a3 1 rw',
    'mmap-page p0 a3 ram',
    'pin g0 i0 1',
  ),
  also: [
    {
      law: 'locked-vm',
      place: { command: 'attach', clause: 'too little is charged' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'map p0 c0 i0 a3 1 rw',
        'pin g0 i0 1',
        'mmap-page p0 a3 ram',
        'attach p0 c0 g1',
      ),
    },
    {
      law: 'locked-vm',
      place: { command: 'unmap', clause: 'too much is charged' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'map p0 c0 i0 a0 1 rw',
        'pin g0 i0 1',
        'mmap-page p0 a0 reserved',
        'attach p0 c0 g1',
        'unmap p0 c0 i0 1',
      ),
    },
    {
      law: 'locked-vm-underflow',
      place: { clause: 'more is credited than was charged' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'map p0 c0 i0 a3 1 rw',
        'pin g0 i0 1',
        'mmap-page p0 a3 ram',
        'attach p0 c0 g1',
        'unmap p0 c0 i0 1',
      ),
    },
  ],
};
