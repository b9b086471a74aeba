import { type BoundsOf, counted, number } from '../bounds.ts';
import { hasIdxd, needsIdxd } from '../sva/bounds.ts';
import type { World } from '../world.ts';

/** Page requests: a device asks for a page that is not there (PRI). */
export interface PrqBounds {
  /** Requests that fit into the ring of the IOMMU, 1 to 4. Linux has 127 to 2047. */
  readonly ring: number;
  /** Groups of requests that a device can have outstanding at once, 1 to 3: r0, r1, ... */
  readonly prgs: number;
}

export const prqBounds: BoundsOf<PrqBounds> = {
  ring: {
    needs: needsIdxd,
    values: number(1, 4),
    says: 'page requests that fit into the ring of the IOMMU',
    inWords: (n) => `a ring for ${counted(n, 'page request')}`,
  },
  prgs: {
    needs: needsIdxd,
    values: number(1, 3),
    says: 'groups of page requests that a device can have outstanding: r0, r1, ...',
    inWords: (n) => counted(n, 'request group'),
  },
};

const none: PrqBounds = { ring: 0, prgs: 0 };

/** The page requests of a world; none if the world does not mention them. */
export function prqOf({ prq }: World): PrqBounds {
  return prq ?? none;
}

/** Whether devices can request pages. */
export function hasRequests(world: World): boolean {
  return hasIdxd(world) && prqOf(world).prgs > 0;
}
