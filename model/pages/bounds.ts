import { type BoundsOf, counted, flag, number } from '../bounds.ts';
import type { World } from '../world.ts';

/** Pages of processes, which are mapped, mlocked and pinned, and the limit of locked pages. */
export interface PagesBounds {
  /**
   * The number of observed pages of a process’s address space, 2 to 4. A new program starts with all of them: a0 and a1
   * are adjacent in memory, a2 is elsewhere, a3 is reserved (mapped by a driver, and never accounted).
   */
  readonly addresses: number;
  /** The values of RLIMIT_MEMLOCK that setrlimit can set, in pages, 0 to 3, besides unlimited, the initial value. */
  readonly limits: readonly number[];
  /** Whether p0 starts with CAP_IPC_LOCK. */
  readonly capable: boolean;
}

export const ADDRESSES_MAX = 4;
/** The largest finite RLIMIT_MEMLOCK, in pages. */
export const LIMIT_MAX = 3;

export const pagesBounds: BoundsOf<PagesBounds> = {
  addresses: {
    values: number(2, ADDRESSES_MAX),
    says: 'pages of a process: a0, a1, ...',
    inWords: (n) => counted(n, 'address', 'addresses'),
  },
  limits: {
    values: { kind: 'numbers', of: Array.from({ length: LIMIT_MAX + 1 }, (_, n) => n) },
    says: 'pages that RLIMIT_MEMLOCK can be set to, besides unlimited',
    inWords: (limits) => `limits ${[...limits, 'unlimited'].join(', ')}`,
  },
  capable: {
    values: flag,
    says: 'p0 starts with CAP_IPC_LOCK',
    inWords: (is) => (is ? 'CAP_IPC_LOCK' : undefined),
  },
};

/** Whether a world has pages. */
export function hasPages({ pages }: World): boolean {
  return pages !== undefined;
}
