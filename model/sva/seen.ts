import type { SeenRules } from '../seen.ts';
import type { World } from '../world.ts';
import { hasDedicated, hasDevices, hasSmallLeaves } from './bounds.ts';

export const entryStates = ['absent', 'present', 'quiet'] as const;
/** Index into `entryStates`. `quiet`: present, but every translation is aborted. */
export type EntryState = 0 | 1 | 2;

/** The observations of devices that do DMA under a PASID. */
export interface SvaSeen {
  /** The device’s table entry for this PASID. */
  entry(device: number, pasid: number): EntryState;
  /** The mm whose page tables that entry names; 0 if it is absent. */
  entryMm(device: number, pasid: number): number;
  /** The mm whose pages the device (or the IOMMU, for it) has cached under this PASID; 0 if none. */
  cachedMm(device: number, pasid: number): number;
  /** Bonds are listed in slots 0 to `bondSlots` - 1; an empty slot has `bondMm` 0. */
  readonly bondSlots: number;
  bondMm(slot: number): number;
  bondDevice(slot: number): number;
  /** The PASID under which the bond was made. */
  bondPasid(slot: number): number;
  /** Leaves of the context descriptor table of a device that were allocated; 0 if its table has no small leaves. */
  leaves(device: number): number;
  /** The PASID in the configuration of the device’s dedicated queue; 0 if it has none. */
  queuePasid(device: number): number;
}

export const svaSeen = {
  isThere: {
    entries: hasDevices,
    caches: hasDevices,
    bonds: hasDevices,
    leaves: hasSmallLeaves,
    queues: hasDedicated,
  },
  observableOf: {
    entry: 'entries',
    entryMm: 'entries',
    cachedMm: 'caches',
    bondSlots: 'bonds',
    bondMm: 'bonds',
    bondDevice: 'bonds',
    bondPasid: 'bonds',
    leaves: 'leaves',
    queuePasid: 'queues',
  },
  nothing: {
    entry: () => 0,
    entryMm: () => 0,
    cachedMm: () => 0,
    bondSlots: 0,
    bondMm: () => 0,
    bondDevice: () => 0,
    bondPasid: () => 0,
    leaves: () => 0,
    queuePasid: () => 0,
  },
} as const satisfies SeenRules<SvaSeen, World>;
