import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const v9ReaccountCountsReserved: Defect = {
  id: 'v9-reaccount-counts-reserved',
  title: 'a reserved page is charged when a device is detached',
  story:
    'To account anew, v9 charges one page for every node in the list of pages that drivers have pinned. One of them may be a reserved page, which belongs to a device and not to memory. Neither pinning nor unpinning it counts, so the charge stays.',
  source:
    'the diff in the mail of Kirti Wankhede of 2016-10-20 (“Re: [PATCH v9 04/12] vfio iommu: Add support for mediated devices”): vfio_iommu_unmap_unpin_reaccount adds one for each node',
  fix: 'v4.10 leaves out pages for which is_invalid_reserved_pfn is true.',
  evidence: 'verified',
  releases: ['vfio-mdev-v9'],
  switches: { reaccountReserved: 'counted' },
  given: { reaccount: 'credit-then-charge' },
  law: 'locked-vm',
  place: { command: 'detach', clause: 'too much is charged' },
  world: 'vfio-alone',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'attach p0 c0 g0',
    'attach p0 c0 g1',
    'map p0 c0 i0 a3 1 rw',
    'pin g0 i0 1',
    'detach p0 g1',
  ),
};
