import type { LockedIn, Points } from '../machine/points.ts';

/** Points of the series, at which a check has been made whose lock is not yet taken. */
export const setsPoints = {
  quotaChecked: { in: 'ioasid_alloc', at: 'ioasid_alloc: quota checked, lock not yet taken' },
  capacityChecked: {
    in: 'ioasid_alloc_set',
    at: 'ioasid_alloc_set: capacity checked, lock not yet taken',
  },
} as const satisfies Points;

export const setsLockedIn: LockedIn = {
  pasid_mutex: ['intel_svm_bind_gpasid', 'intel_svm_unbind_gpasid', 'intel_svm_free_async_fn'],
};
