import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const v9PinZeroReturn: Defect = {
  id: 'v9-pin-zero-return',
  title: 'pin returns success in a container that cannot pin',
  story:
    'vfio_pin_pages keeps its result in the variable that held the return value of vfio_group_add_container_user, which is 0 by then. With a backend that has no pin_pages, such as that of POWER, nothing sets the variable again. The driver gets neither an error nor a page, and a driver that only checks for errors uses a frame that nobody filled in.',
  source:
    'Alex Williamson’s review, quoted and answered by Kirti Wankhede on 2016-10-20 (“Re: [PATCH v9 04/12] vfio iommu: Add support for mediated devices”): “ret has already been used, so it’s zero at this point”',
  fix: 'Return an errno if the backend has no such operation: the answer to the review promised -EINVAL, v4.10 has -ENOTTY.',
  evidence: 'verified',
  releases: ['vfio-mdev-v9'],
  switches: { noPinOperation: 'returns-zero' },
  law: 'pin-result',
  place: { command: 'pin', clause: 'success without a page' },
  world: 'vfio-pinning',
  shortest: parseSteps('container p0 tce -> c0', 'attach p0 c0 g1', 'pin g1 i0 1'),
};
