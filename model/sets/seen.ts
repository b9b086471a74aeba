import type { SeenRules } from '../seen.ts';
import type { World } from '../world.ts';
import { hasSets } from './bounds.ts';

/** The observations of assigned devices. */
export interface SetsSeen {
  /** The mm of the guest to which an assigned device gets with this PASID, by its entry; 0 if there is none. */
  endpointMm(endpoint: number, pasid: number): number;
}

export const setsSeen = {
  isThere: { endpoints: (world: World) => hasSets(world) },
  observableOf: { endpointMm: 'endpoints' },
  nothing: { endpointMm: () => 0 },
} as const satisfies SeenRules<SetsSeen, World>;
