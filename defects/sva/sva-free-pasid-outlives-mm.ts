import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const svaFreePasidOutlivesMm: Defect = {
  id: 'sva-free-pasid-outlives-mm',
  title: 'the last unbind frees the PASID of an mm that is already freed',
  story:
    'The last unbind puts the notifier, which held the mm, and frees the context descriptor. Then it reads the mm’s PASID to free that too. If a grace period passes in between, the mm is freed. On VT-d unregistering the notifier drops the last reference at once, so no grace period is needed.',
  source:
    'drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3-sva.c, v5.11 to v5.17, arm_smmu_sva_unbind, and drivers/iommu/intel/svm.c, v5.15 to v5.17, intel_svm_unbind_mm, as we read them; found here by check --interleave. We know of no report, and v5.18 has no such call',
  fix: 'Hold the mm until the PASID is freed, or let the mm free it (v5.18).',
  evidence: 'inferred',
  releases: ['linux-5.17'],
  switches: { unbindHoldsMm: 'not-held' },
  given: { pasidFreeAt: 'last-unbind' },
  law: 'no-splat',
  place: { splat: 'use-after-free', where: 'iommu_sva_free_pasid', what: 'mm_struct' },
  world: 'sva-tiny',
  shortest: parseSteps(
    'open p0 d0 -> f0',
    'exec p0 [stops at arm_smmu_mmu_notifier_put: notifier put, ASID still pinned]',
    'gp',
    'work',
    'continue p0',
  ),
  also: [
    {
      law: 'no-splat',
      place: { splat: 'use-after-free', where: 'iommu_sva_free_pasid', what: 'mm_struct' },
      world: 'vtd-small',
      shortest: parseSteps('open p0 d0 -> f0', 'exec p0'),
    },
  ],
};
