import { type BoundsOf, counted, number } from '../bounds.ts';
import { hasIdxd, needsIdxd } from '../sva/bounds.ts';
import type { World } from '../world.ts';

/** Processes submit work to a queue themselves, through a mapping of its portal (ENQCMD, MOVDIR64B), or through write. */
export interface EnqcmdBounds {
  /** Mappings of portals that an mm can have, 1 to 4. Linux has a limit for all mappings of an mm (vm.max_map_count, 65530). */
  readonly portals: number;
}

export const enqcmdBounds: BoundsOf<EnqcmdBounds> = {
  portals: {
    needs: needsIdxd,
    values: number(1, 4),
    says: 'mappings of portals that an mm can have',
    inWords: (n) => `${counted(n, 'mapped portal')} in an mm`,
  },
};

const none: EnqcmdBounds = { portals: 0 };

/** The portals of a world; none if the world does not mention them. */
export function enqcmdOf({ enqcmd }: World): EnqcmdBounds {
  return enqcmd ?? none;
}

/** Whether processes can submit work themselves. */
export function hasPortals(world: World): boolean {
  return hasIdxd(world) && enqcmdOf(world).portals > 0;
}
