import type { SeenRules } from '../seen.ts';
import type { World } from '../world.ts';
import { hasSets } from './bounds.ts';

/** The observations of assigned devices. */
export interface SetsSeen {
  /** The mm of the guest to which an assigned device gets with this PASID, by its entry; 0 if there is none. */
  endpointMm(endpoint: number, pasid: number): number;
  /** Whether the KVM of a virtual machine of this mm translates a guest PASID to this one. */
  isTranslated(mm: number, pasid: number): boolean;
}

export const setsSeen = {
  isThere: { endpoints: (world: World) => hasSets(world) },
  observableOf: { endpointMm: 'endpoints', isTranslated: 'endpoints' },
  nothing: { endpointMm: () => 0, isTranslated: () => false },
} as const satisfies SeenRules<SetsSeen, World>;
