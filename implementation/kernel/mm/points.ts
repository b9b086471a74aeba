import type { LockedIn, Points } from '../machine/points.ts';

export const mmPoints = {
  mmapMapped: { in: 'mmap_region', at: 'mmap_region: mapped by the driver, not yet linked' },
  mmputLast: { in: 'mmput', at: 'mmput: last user gone, notifiers not yet told' },
} as const satisfies Points;

export const mmLockedIn: LockedIn = {
  mmap_lock: [
    'mmu_notifier_register',
    'exit_mmap',
    'vm_mmap_pgoff',
    'vm_munmap',
    'mremap',
    'page fault',
  ],
};
