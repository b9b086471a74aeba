import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const svaReleaseAfterPut: Defect = {
  id: 'sva-release-after-put',
  title: 'a notifier’s release runs after its last put and uses the freed descriptor',
  story:
    'An exit is calling the notifiers of its mm and waits for sva_lock. The last unbind, by removal of the device or by another process that has the file, puts the notifier and frees the context descriptor. SRCU keeps the notifier alive. Its release resumes, finds the notifier not marked as cleared, writes a quiet entry over the cleared one and reads the freed descriptor.',
  source:
    'drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3-sva.c, v5.11 to v6.7 as we read it: arm_smmu_mmu_notifier_put does not set cleared. We know of no report',
  fix: 'The last put marks the notifier as cleared; or the ASID is kept where the notifier is (v6.11).',
  evidence: 'inferred',
  releases: ['linux-5.17', 'linux-5.18-rc1', 'linux-5.18'],
  switches: { notifierPut: 'leaves-unmarked' },
  given: { callbackAsid: 'in-descriptor' },
  law: 'no-splat',
  place: { splat: 'use-after-free', where: 'arm_smmu_mm_release', what: 'arm_smmu_ctx_desc' },
  world: 'sva-small',
  shortest: parseSteps(
    'open p0 d0 -> f0',
    'exit p0 [stops at arm_smmu_mm_release: before sva_lock]',
    'hotplug d0 remove',
    'continue p0',
  ),
};
