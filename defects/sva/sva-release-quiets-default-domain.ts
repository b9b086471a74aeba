import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const svaReleaseQuietsDefaultDomain: Defect = {
  id: 'sva-release-quiets-default-domain',
  title: 'a release that was overtaken by the last unbind cuts off the device’s own DMA',
  story:
    'As in sva-release-after-put, an exit calls the notifier and waits for sva_lock while the last unbind runs, as when a process of two that share an mm closes the device and the other one exits. Here that unbind also frees the PASID, after which mm->pasid is 0. The release resumes, is not told that its work is done, and makes the entry at index mm->pasid quiet. Entry 0 is that of the default domain: the driver’s DMA, which has no PASID, is aborted from then on.',
  source:
    'drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3-sva.c and arm-smmu-v3.c, v5.11 to v5.17 as we read them: iommu_sva_free_pasid sets mm->pasid to 0, and arm_smmu_mm_release passes it on. We know of no report. Since v5.18 the PASID stays in the mm',
  fix: 'The last put marks the notifier as cleared, or release() uses the index that bind wrote.',
  evidence: 'inferred',
  releases: ['linux-5.17'],
  switches: { notifierPut: 'leaves-unmarked' },
  given: { pasidFreeAt: 'last-unbind', unbindIndex: 'mm-pasid' },
  law: 'balance-at-rest',
  place: { clause: 'something is left' },
  world: 'sva-small',
  shortest: parseSteps(
    'clone p0 -> p1',
    'open p0 d0 -> f0',
    'exit p0 [stops at arm_smmu_mmu_notifier_put: entry cleared, not yet invalidated]',
    'exit p1',
    'continue p0',
  ),
};
