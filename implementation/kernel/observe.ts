import { nobody } from '../../model/ioasid/seen.ts';
import type { Observation } from '../../model/observation.ts';
import type { Kernel } from './kernel.ts';
import { leftovers } from './leftovers.ts';
import { findKeptMm } from './reachability.ts';

/** What subsystems show, each its part. */
type Parts = Omit<Observation, 'splats' | 'leftovers' | 'referenceCycle'>;

/** What there is to see of what is not in a world. */
const nothing: Parts = {
  pasidOwner: () => nobody,
  entry: () => 0,
  entryMm: () => 0,
  cachedMm: () => 0,
  bondSlots: 0,
  bondMm: () => 0,
  bondDevice: () => 0,
  bondPasid: () => 0,
  mmPasid: () => undefined,
  mmInUse: () => false,
  lockedVm: () => undefined,
  pendingCharge: () => 0,
  pinReferences: () => 0,
  mappedMm: () => 0,
  mapsUnpinned: () => false,
  externalMm: () => 0,
  driverPins: () => 0,
};

/** The simulated kernel as an observer sees it: reads the tables, changes nothing. */
export function observe(k: Kernel): Observation {
  const parts = Object.assign({}, nothing, ...k.subsystems.map((s) => s.observe?.(k))) as Parts;
  // Laws ask after every command: a literal is called faster than what was put together.
  return {
    pasidOwner: parts.pasidOwner,
    entry: parts.entry,
    entryMm: parts.entryMm,
    cachedMm: parts.cachedMm,
    bondSlots: parts.bondSlots,
    bondMm: parts.bondMm,
    bondDevice: parts.bondDevice,
    bondPasid: parts.bondPasid,
    mmPasid: parts.mmPasid,
    mmInUse: parts.mmInUse,
    lockedVm: parts.lockedVm,
    pendingCharge: parts.pendingCharge,
    pinReferences: parts.pinReferences,
    mappedMm: parts.mappedMm,
    mapsUnpinned: parts.mapsUnpinned,
    externalMm: parts.externalMm,
    driverPins: parts.driverPins,
    splats: k.machine.splats,
    leftovers: () => leftovers(k),
    referenceCycle: () => findKeptMm(k),
  };
}
