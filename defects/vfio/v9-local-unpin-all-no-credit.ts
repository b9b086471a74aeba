import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const v9LocalUnpinAllNoCredit: Defect = {
  id: 'v9-local-unpin-all-no-credit',
  title: 'pages stay charged after the last mediated device has left',
  story:
    'A driver leaves its pages pinned when its device is closed. vfio_local_unpin_all finds them and unpins each of them without accounting. If no device behind the IOMMU had them counted, nobody ever credits them.',
  source:
    'Alex Williamson’s review, quoted and answered by Kirti Wankhede on 2016-10-20 (“Re: [PATCH v9 04/12] vfio iommu: Add support for mediated devices”): unpinned “/without/ doing accounting”; the author: “corrected the code to do accounting here”',
  fix: 'One credit for each. v4.10 requires the driver to unpin its pages, and only warns if it does not.',
  evidence: 'verified',
  releases: ['vfio-mdev-v9'],
  switches: { lastMediated: 'core-unpins-without-credit', driverClose: 'left-to-core' },
  // Since v4.10 a driver that leaves its pages is at fault, and their charge stays with them.
  companions: ['lastMediated'],
  law: 'locked-vm',
  place: { command: 'detach', clause: 'too much is charged' },
  world: 'vfio-alone',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'attach p0 c0 g0',
    'map p0 c0 i0 a0 1 rw',
    'pin g0 i0 1',
    'detach p0 g0',
  ),
};
