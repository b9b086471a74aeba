import type { SwitchTable } from '../subsystem.ts';

/** Where the allocator of PASIDs has changed. The first value of each switch is the reference. */
export const ioasidSwitches = {
  allocLock: {
    says: 'Which lock protects the allocator.',
    values: ['spinlock', 'mutex'],
  },
} as const satisfies SwitchTable;
