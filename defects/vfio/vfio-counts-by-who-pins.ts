import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const vfioCountsByWhoPins: Defect = {
  id: 'vfio-counts-by-who-pins',
  title: 'whether a page is charged depends on who pinned the IOVA, not on the page',
  story:
    'A page that a driver pins is charged if the container has no IOMMU, and one for the IOMMU if no driver has a node at its IOVA. Both ask whether the other one has pinned, not whether that counted. Where munmap and mmap have put another page under the address in between, the one may have pinned a reserved page, which never counts, and the other an ordinary one: then it is charged by neither, or charged once and credited by nobody, or the other way round.',
  source:
    'do_accounting in vfio_iommu_type1_pin_pages and vfio_find_vpfn in vfio_pin_pages_remote, v4.10 to v6.18; nobody reported it',
  fix: 'Ask whether what the other one has pinned there counts.',
  evidence: 'hypothesis',
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
