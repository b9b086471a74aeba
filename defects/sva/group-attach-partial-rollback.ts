import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const groupAttachPartialRollback: Defect = {
  id: 'group-attach-partial-rollback',
  title: 'an attachment that fails half-way is undone on devices that never had it',
  story:
    'In an IOMMU group of several devices the PASID is attached to one device after the other. When one of them runs out of memory, the error path walks the whole group, and asks the driver to remove a bond that was never made. The driver is asked even if the device is alone in its group and nothing was attached.',
  source:
    'commit b025dea63cde (“iommu: Undo pasid attachment only for the devices that have succeeded”) of v6.10 names the calls that are not needed; the WARN_ON is that of arm_smmu_sva_remove_dev_pasid, v6.2 to v6.9',
  fix: '__iommu_set_group_pasid unwinds by itself, and stops before the device that failed.',
  evidence: 'verified',
  switches: { groupUnwind: 'every-device' },
  law: 'no-splat',
  place: {
    splat: 'warning',
    where: 'arm_smmu_sva_remove_dev_pasid',
    what: 'the device has no bond',
  },
  world: 'sva-group',
  shortest: parseSteps('open p0 d0 -> f0 [allocation 9 fails]'),
};
