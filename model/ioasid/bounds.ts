import { type BoundsOf, counted, number } from '../bounds.ts';
import type { World } from '../world.ts';

/** The allocator of PASIDs. */
export interface IoasidBounds {
  /** PASIDs that can be handed out: 1 to this number (0 to 30). PASID 0 is DMA without a PASID. */
  readonly pasids: number;
}

/** The largest value for which the memory layouts are made. */
export const PASIDS_MAX = 30;

export const ioasidBounds: BoundsOf<IoasidBounds> = {
  pasids: {
    values: number(0, PASIDS_MAX),
    says: 'PASIDs that can be handed out',
    inWords: (n) => counted(n, 'PASID'),
  },
};

/** The number of PASIDs of a world; 0 if the world does not mention them. */
export function pasidsOf({ ioasid }: World): number {
  return ioasid?.pasids ?? 0;
}

/** Whether a PASID can be handed out. */
export function hasPasids(world: World): boolean {
  return pasidsOf(world) > 0;
}
