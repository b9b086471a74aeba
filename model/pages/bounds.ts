import { type BoundsOf, counted, flag, number } from '../bounds.ts';
import type { World } from '../world.ts';

/** Pages of processes that are mapped, mlocked and pinned, and what may be locked of them. */
export interface PagesBounds {
  /**
   * Pages of a process’s address space that are looked at, 2 to 4. A new program starts with all of them: a0 and a1
   * lie one behind the other in memory, a2 somewhere else, a3 is reserved (no memory of the system: never accounted).
   */
  readonly addresses: number;
  /** What setrlimit can set RLIMIT_MEMLOCK to, besides unlimited, which it is in the beginning. In pages, 0 to 3. */
  readonly limits: readonly number[];
  /** Does p0 begin with CAP_IPC_LOCK? */
  readonly capable: boolean;
}

export const ADDRESSES_MAX = 4;
/** Pages that RLIMIT_MEMLOCK can be set to, at most. */
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
    says: 'p0 begins with CAP_IPC_LOCK',
    inWords: (is) => (is ? 'CAP_IPC_LOCK' : undefined),
  },
};

/** Does a world look at pages at all? */
export function hasPages({ pages }: World): boolean {
  return pages !== undefined;
}
