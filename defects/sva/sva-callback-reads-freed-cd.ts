import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const svaCallbackReadsFreedCd: Defect = {
  id: 'sva-callback-reads-freed-cd',
  title: 'unmapping memory reads the context descriptor that the last unbind has freed',
  story:
    'munmap tells the notifiers of the mm, in an SRCU section and without sva_lock, so that they invalidate what the device has cached. The callback reads the ASID in the context descriptor. Meanwhile the last unbind, by removal of the device or by another process that has the file, puts the notifier, which lives on until the section ends, and frees the descriptor at once. Everything that changes page tables calls the same callback: mprotect, reclaim, the copy of a fork, an mmap that its device refuses.',
  source:
    'arm_smmu_mm_invalidate_range and arm_smmu_mmu_notifier_put, v5.11 to v6.10 (drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3-sva.c) as we read them; the v6.11 code (arm_smmu_sva_domain_free) says that the callback may still run at that point, and keeps the ASID in an object that the SRCU callback frees. We know of no report',
  fix: 'Keep the ASID in the object that embeds the notifier, which is freed after a grace period (v6.11).',
  evidence: 'inferred',
  releases: ['linux-5.17', 'linux-5.18-rc1', 'linux-5.18-rc1-mmget', 'linux-5.18'],
  switches: { callbackAsid: 'in-descriptor' },
  law: 'no-splat',
  place: {
    splat: 'use-after-free',
    where: 'arm_smmu_mm_invalidate_range',
    what: 'arm_smmu_ctx_desc',
  },
  world: 'sva-small',
  shortest: parseSteps(
    'open p0 d0 -> f0',
    'hotplug d0 remove [stops at arm_smmu_mmu_notifier_put: entry cleared, not yet invalidated]',
    'mmap p0 f0 mmio [stops at arm_smmu_mm_invalidate_range: called, ASID not yet read]',
    'continue-hotplug d0',
    'continue p0',
  ),
};
