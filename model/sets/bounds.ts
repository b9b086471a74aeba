import { type BoundsOf, counted, number } from '../bounds.ts';
import { pasidsOf } from '../ioasid/bounds.ts';
import type { World } from '../world.ts';

/** Sets of PASIDs for virtual machines, and the devices that are assigned to these. */
export interface SetsBounds {
  /** Sets that can exist at once, 1 to 4. */
  readonly pasidSets: number;
  /** PASIDs of sets that can have a name at once, 1 to 4. */
  readonly guests: number;
  /** Assigned devices, 1 to 2: e0, e1. Several virtual machines share a device (Scalable IOV), so they share its PASID table. */
  readonly endpoints: number;
}

export const setsBounds: BoundsOf<SetsBounds> = {
  pasidSets: {
    values: number(1, 4),
    says: 'sets of PASIDs that can exist at once',
    inWords: (n) => counted(n, 'set'),
  },
  guests: {
    values: number(1, 4),
    says: 'PASIDs of sets that can have a name at once',
    inWords: (n) => counted(n, 'guest PASID'),
  },
  endpoints: {
    values: number(1, 2),
    says: 'devices that are assigned to virtual machines: e0, e1',
    inWords: (n) => counted(n, 'assigned device'),
  },
};

const none: SetsBounds = { pasidSets: 0, guests: 0, endpoints: 0 };

/** The sets of a world; none if the world does not mention them. */
export function setsOf({ sets }: World): SetsBounds {
  return sets ?? none;
}

/** Whether the world has sets of PASIDs. */
export function hasSets(world: World): boolean {
  return setsOf(world).pasidSets > 0;
}

/** The PASIDs that all sets may reserve together: as many as there are. */
export function capacityOf(world: World): number {
  return pasidsOf(world);
}
