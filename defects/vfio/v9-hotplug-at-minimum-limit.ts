import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const v9HotplugAtMinimumLimit: Defect = {
  id: 'v9-hotplug-at-minimum-limit',
  title: 'a device cannot be attached at the limit, although no further page would be charged',
  story:
    'For the first page of a run the limit is tested before the code checks whether that page counts. A driver has pinned all the memory that the limit allows. A device behind the IOMMU needs the same pages, which count already, and is refused.',
  source:
    'Alex Williamson’s review, quoted and answered by Kirti Wankhede on 2016-10-20 (“Re: [PATCH v9 04/12] vfio iommu: Add support for mediated devices”): was it tested with the limit “set to the minimum required”? The author: “No”. The test of the first page is that of drivers/vfio/vfio_iommu_type1.c until v4.9; the mail does not show whether v9 still has it',
  fix: 'Test only pages that will be counted: those that no driver has (v4.10).',
  evidence: 'inferred',
  releases: ['vfio-mdev-v9'],
  switches: { firstPageLimit: 'always' },
  law: 'answers-conform',
  place: { command: 'attach', answer: 'ENOMEM' },
  world: 'vfio-alone',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'attach p0 c0 g0',
    'map p0 c0 i0 a0 1 rw',
    'pin g0 i0 1',
    'setrlimit p0 1',
    'attach p0 c0 g1',
  ),
};
