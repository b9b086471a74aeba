import { nobody } from '../../model/ioasid/seen.ts';
import type { Observation } from '../../model/observation.ts';
import type { Kernel } from './kernel.ts';
import { leftovers } from './leftovers.ts';
import { findKeptMm } from './reachability.ts';

/** What there is to see of what is not in a world. */
const nothing: Omit<
  Observation,
  'mmPasid' | 'mmInUse' | 'splats' | 'leftovers' | 'referenceCycle'
> = {
  pasidOwner: () => nobody,
  entry: () => 0,
  entryMm: () => 0,
  cachedMm: () => 0,
  bondSlots: 0,
  bondMm: () => 0,
  bondDevice: () => 0,
  bondPasid: () => 0,
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
  const parts = k.subsystems.map((s) => s.observe?.(k));
  return Object.assign(
    {
      ...nothing,
      splats: k.machine.splats,
      leftovers: () => leftovers(k),
      referenceCycle: () => findKeptMm(k),
    },
    ...parts,
  ) as Observation;
}
