import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const vfioOneChargeTwoPages: Defect = {
  id: 'vfio-one-charge-two-pages',
  title: 'one charge covers the page of the IOMMU and another page of a driver',
  story:
    'A driver’s page is not charged if the IOMMU has a page that counts at that IOVA, and the other way round. But munmap and mmap may have put another page at the address after the first pin. Then two pages are pinned, and one is charged. Who repeats that for each page of a range locks twice the limit. Linux counts by who pins (vfio-counts-by-who-pins), which includes this; the mistake remains if only the kind of the other side’s page is checked.',
  source:
    'do_accounting in vfio_iommu_type1_pin_pages (“all pages are already pinned and accounted”), and vfio_find_vpfn in vfio_pin_pages_remote, of v4.12, v4.19 and v6.3; nobody reported it',
  fix: 'Compare the page with the one that the other side has pinned there.',
  evidence: 'inferred',
  switches: { pageCounts: 'once-per-iova' },
  law: 'locked-vm',
  place: { command: 'pin', clause: 'too little is charged' },
  world: 'vfio-alone',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'attach p0 c0 g0',
    'attach p0 c0 g1',
    'map p0 c0 i0 a0 1 rw',
    'mmap-page p0 a0 ram',
    'pin g0 i0 1',
  ),
  also: [
    {
      law: 'locked-vm',
      place: { command: 'attach', clause: 'too little is charged' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'map p0 c0 i0 a0 1 rw',
        'pin g0 i0 1',
        'mmap-page p0 a0 ram',
        'attach p0 c0 g1',
      ),
    },
    {
      law: 'memlock-limit',
      place: { command: 'pin', clause: 'over the limit' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'attach p0 c0 g1',
        'map p0 c0 i0 a0 1 rw',
        'mmap-page p0 a0 ram',
        'setrlimit p0 1',
        'pin g0 i0 1',
      ),
    },
    {
      law: 'memlock-limit',
      place: { command: 'attach', clause: 'over the limit' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'map p0 c0 i0 a0 1 rw',
        'pin g0 i0 1',
        'mmap-page p0 a0 ram',
        'setrlimit p0 1',
        'attach p0 c0 g1',
      ),
    },
  ],
};
