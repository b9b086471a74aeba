import type { SwitchTable } from '../subsystem.ts';

/** Where the allocator of PASIDs has changed. The first value of each switch is the reference. */
export const ioasidSwitches = {
  allocLock: {
    says: 'Which lock protects the allocator.',
    values: ['spinlock', 'mutex'],
  },
  pasidOrder: {
    says: 'Which PASID the allocator hands out: the lowest that is free, or the next after the last one.',
    values: ['lowest', 'cyclic'],
  },
} as const satisfies SwitchTable;
