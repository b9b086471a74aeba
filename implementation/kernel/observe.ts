import { nothing, type Observation } from '../../model/observation.ts';
import type { Kernel } from './kernel.ts';
import { leftovers } from './leftovers.ts';
import { findKeptMm } from './reachability.ts';

/** The observations of the subsystems. */
type Parts = Omit<Observation, 'splats' | 'leftovers' | 'referenceCycle'>;

/** The simulated kernel as an observer sees it. It reads the tables and changes nothing. */
export function observe(k: Kernel): Observation {
  const parts = Object.assign({}, nothing, ...k.subsystems.map((s) => s.observe?.(k))) as Parts;
  // Laws read it after every command. V8 stores an object that was assembled as a dictionary, but a copy of it as a plain
  // object, as fast as a literal.
  return {
    ...parts,
    splats: k.machine.splats,
    leftovers: () => leftovers(k),
    referenceCycle: () => findKeptMm(k),
  };
}
