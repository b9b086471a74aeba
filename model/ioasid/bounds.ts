import { type BoundsOf, counted, number } from '../bounds.ts';
import type { World } from '../world.ts';

/** The allocator of PASIDs. */
export interface IoasidBounds {
  /** PASIDs that can be handed out: 1 to this number (0 to 30). PASID 0 is DMA without a PASID. */
  readonly pasids: number;
}

/** The most that the memory layouts are made for. */
export const PASIDS_MAX = 30;

export const ioasidBounds: BoundsOf<IoasidBounds> = {
  pasids: {
    values: number(0, PASIDS_MAX),
    says: 'PASIDs that can be handed out',
    inWords: (n) => counted(n, 'PASID'),
  },
};

/** How many PASIDs a world has; 0 where it says nothing of them. */
export function pasidsOf({ ioasid }: World): number {
  return ioasid?.pasids ?? 0;
}

/** Is there one that can be handed out? */
export function hasPasids(world: World): boolean {
  return pasidsOf(world) > 0;
}
