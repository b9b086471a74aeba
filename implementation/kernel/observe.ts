import { nothing, type Observation } from '../../model/observation.ts';
import type { Kernel } from './kernel.ts';
import { leftovers } from './leftovers.ts';
import { findKeptMm } from './reachability.ts';

/** What subsystems show, each its part. */
type Parts = Omit<Observation, 'splats' | 'leftovers' | 'referenceCycle'>;

/** The simulated kernel as an observer sees it: reads the tables, changes nothing. */
export function observe(k: Kernel): Observation {
  const parts = Object.assign({}, nothing, ...k.subsystems.map((s) => s.observe?.(k))) as Parts;
  // Laws ask after every command. V8 keeps what was put together as a dictionary, but a copy of it as a plain object, as
  // fast as a literal.
  return {
    ...parts,
    splats: k.machine.splats,
    leftovers: () => leftovers(k),
    referenceCycle: () => findKeptMm(k),
  };
}
