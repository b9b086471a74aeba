import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const ioasidV4SdevNull: Defect = {
  id: 'ioasid-v4-sdev-null',
  title: 'the first bind of a PASID writes through a null pointer',
  story:
    'The first bind of a PASID prepares its deferred work, and writes the IOMMU into the device of the bind, which is allocated only after that. As posted, no guest can bind anything, so the kernel ioasid-ext-v4 is without this mistake, and shows the others.',
  source: 'Pan, 2021-02-27, “[PATCH V4 14/18]”, intel_svm_bind_gpasid',
  fix: 'Write it after the allocation.',
  evidence: 'verified',
  releases: [],
  switches: { guestDeviceSet: 'before-allocation' },
  law: 'no-splat',
  place: { splat: 'null dereference', where: 'intel_svm_bind_gpasid', what: 'sdev->iommu' },
  world: 'sets-small',
  shortest: parseSteps('set-open p0 1 -> s0', 'guest-alloc p0 s0 -> v0', 'guest-bind p0 s0 v0 e0'),
};
