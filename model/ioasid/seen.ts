import type { SeenRules } from '../seen.ts';
import type { World } from '../world.ts';
import { pasidsOf } from './bounds.ts';

/** The observations of the allocator. */
export interface IoasidSeen {
  /** The owner of PASID n in the allocator: the number of an mm, `driver`, or `nobody`. */
  pasidOwner(pasid: number): number;
  /** mm->pasid, or the PASID of its bonds in a kernel whose mms have no such field: 0 if it has none, undefined if the mm is freed. */
  mmPasid(mm: number): number | undefined;
}

/** Owners of a PASID other than mms. */
export const driver = -1;
export const nobody = 0;

export const ioasidSeen = {
  isThere: { pasids: (world: World) => pasidsOf(world) > 0 },
  observableOf: { pasidOwner: 'pasids', mmPasid: 'mms' },
  nothing: { pasidOwner: () => nobody, mmPasid: () => undefined },
} as const satisfies SeenRules<IoasidSeen, World>;
