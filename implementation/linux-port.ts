import type { Observation } from '../model/observation.ts';
import type { World } from '../model/world.ts';
import type { Port } from './port.ts';

/** A kernel under test: its worlds have processes, and what can be seen of it is what the laws of this project look at. */
export interface LinuxPort extends Port {
  /** One process p0, every device present, nothing open. */
  reset(world: World): void;
  /** Asked only for what `capabilities.observes` lists: see `showingOnly`. */
  observe(): Observation;
}
