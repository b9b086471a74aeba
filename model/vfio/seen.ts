import type { SeenRules } from '../seen.ts';
import type { World } from '../world.ts';
import { hasVfio } from './bounds.ts';

/** The observations of containers and of the drivers of their devices. */
export interface VfioSeen {
  /** The mm of the page that the IOMMU maps there for this container (by name); 0 if none. */
  mappedMm(container: number, iova: number): number;
  /** Which page of memory that is: a number that no other page has; 0 if none, or a reserved one. */
  mappedPage(container: number, iova: number): number;
  /** Whether the IOMMU maps a page there that is not pinned. */
  mapsUnpinned(container: number, iova: number): boolean;
  /** The mm of the page that a mediated device got there; 0 if none. */
  externalMm(container: number, iova: number): number;
  /** Which page of memory that is, numbered like `mappedPage`. */
  externalPage(container: number, iova: number): number;
  /** The number of pins there in the own record of the driver of this group’s device. */
  driverPins(group: number, iova: number): number;
  /** Whether the driver of this group’s device was notified that the last unmap is about to remove the page there. */
  isNotified(group: number, iova: number): boolean;
}

export const vfioSeen = {
  isThere: { 'driver-pins': hasVfio, notices: hasVfio },
  observableOf: {
    mappedMm: 'pins',
    mappedPage: 'pins',
    mapsUnpinned: 'pins',
    externalMm: 'pins',
    externalPage: 'pins',
    driverPins: 'driver-pins',
    isNotified: 'notices',
  },
  nothing: {
    mappedMm: () => 0,
    mappedPage: () => 0,
    mapsUnpinned: () => false,
    externalMm: () => 0,
    externalPage: () => 0,
    driverPins: () => 0,
    isNotified: () => false,
  },
} as const satisfies SeenRules<VfioSeen, World>;
