import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const svaCdOutlivesMm: Defect = {
  id: 'sva-cd-outlives-mm',
  title: 'the context descriptor returns its ASID to an mm that is already freed',
  story:
    'The last unbind puts the notifier, which held the mm, and then frees the context descriptor, which unpins the ASID of the mm. The descriptor holds no reference itself. If a grace period passes in between, the mm is freed.',
  source:
    'commit cbd23144f766 “iommu/arm-smmu-v3-sva: Fix mm use-after-free” (v5.19, v5.18.3); that the callback frees it is our reading',
  fix: 'The descriptor holds mm_count (mmgrab in arm_smmu_alloc_shared_cd).',
  evidence: 'verified',
  releases: ['linux-5.17', 'linux-5.18-rc1', 'linux-5.18'],
  switches: { cdPinsMm: 'none' },
  law: 'no-splat',
  place: { splat: 'use-after-free', where: 'arm64_mm_context_put', what: 'mm_struct' },
  world: 'sva-tiny-keep-on-exec',
  shortest: parseSteps(
    'open p0 d0 -> f0',
    'exec p0',
    'close p0 f0 [stops at arm_smmu_mmu_notifier_put: notifier put, ASID still pinned]',
    'gp',
    'work',
    'continue p0',
  ),
};
