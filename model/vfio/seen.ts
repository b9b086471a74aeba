import type { SeenRules } from '../seen.ts';
import type { World } from '../world.ts';
import { hasVfio } from './bounds.ts';

/** What can be seen of containers and of the drivers of their devices. */
export interface VfioSeen {
  /** The mm from which the page came that the IOMMU maps there for this container (by name); 0 if none. */
  mappedMm(container: number, iova: number): number;
  /** Does the IOMMU map a page there that nothing pins? */
  mapsUnpinned(container: number, iova: number): boolean;
  /** The mm from which the page came that a mediated device was given there; 0 if none. */
  externalMm(container: number, iova: number): number;
  /** How often the driver of this group’s device has pinned the page there, by its own record. */
  driverPins(group: number, iova: number): number;
}

export const vfioSeen = {
  isThere: { 'driver-pins': hasVfio },
  observableOf: {
    mappedMm: 'pins',
    mapsUnpinned: 'pins',
    externalMm: 'pins',
    driverPins: 'driver-pins',
  },
  nothing: {
    mappedMm: () => 0,
    mapsUnpinned: () => false,
    externalMm: () => 0,
    driverPins: () => 0,
  },
} as const satisfies SeenRules<VfioSeen, World>;
