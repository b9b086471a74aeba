import type { LockedIn, Points } from '../machine/points.ts';

export const iommuPoints = {
  bindUnlocked: {
    in: 'iommu_sva_bind_device',
    at: 'iommu_sva_bind_device: unlocked, not yet returned',
  },
  domainFreed: {
    in: 'iommu_sva_unbind_device',
    at: 'iommu_sva_unbind_device: domain freed, mm still to be looked at',
  },
} as const satisfies Points;

export const iommuLockedIn: LockedIn = {
  'group->mutex': ['iommu_sva_bind_device', 'iommu_sva_unbind_device', 'iommu_group_remove_device'],
};
