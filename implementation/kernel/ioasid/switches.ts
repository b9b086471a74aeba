import type { SwitchTable } from '../subsystem.ts';

/** Every place where the allocator of PASIDs did it differently. The first value of each is the reference. */
export const ioasidSwitches = {
  allocLock: {
    says: 'Which lock protects the allocator.',
    values: ['spinlock', 'mutex'],
  },
} as const satisfies SwitchTable;
