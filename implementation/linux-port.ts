import type { Observation } from '../model/observation.ts';
import type { World } from '../model/world.ts';
import type { Port } from './port.ts';

/** A kernel under test: its worlds have processes, and it offers the observations that the laws of this project read. */
export interface LinuxPort extends Port {
  /** One process p0, every device present, nothing open. */
  reset(world: World): void;
  /** The checker reads only what `capabilities.observes` lists: see `showingOnly`. */
  observe(): Observation;
}
