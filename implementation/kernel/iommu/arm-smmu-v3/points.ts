import type { LockedIn, Points } from '../../machine/points.ts';

export const smmuPoints = {
  bindSearched: {
    in: 'arm_smmu_sva_bind',
    at: 'arm_smmu_sva_bind: no bond found, none inserted yet',
  },
  notifierRegistered: {
    in: 'arm_smmu_mmu_notifier_get',
    at: 'arm_smmu_mmu_notifier_get: notifier registered, entry not yet written',
  },
  invalidateRange: {
    in: 'arm_smmu_mm_invalidate_range',
    at: 'arm_smmu_mm_invalidate_range: called, ASID not yet read',
  },
  releaseQuiet: {
    in: 'arm_smmu_mm_release',
    at: 'arm_smmu_mm_release: entry quiet, not yet invalidated',
  },
  entryCleared: {
    in: 'arm_smmu_mmu_notifier_put',
    at: 'arm_smmu_mmu_notifier_put: entry cleared, not yet invalidated',
  },
  notifierPut: {
    in: 'arm_smmu_mmu_notifier_put',
    at: 'arm_smmu_mmu_notifier_put: notifier put, ASID still pinned',
  },
} as const satisfies Points;

export const smmuLockedIn: LockedIn = {
  sva_lock: [
    'arm_smmu_sva_bind',
    'arm_smmu_sva_unbind',
    'arm_smmu_mm_release',
    'arm_smmu_master_disable_sva',
    'arm_smmu_release_device',
  ],
};
