import type { Command } from './command.ts';
import type { World } from './world.ts';

/** A sequence of commands over names, and the world in which they mean something. Never changed once made. */
export interface Trace {
  readonly world: World;
  readonly steps: readonly Command[];
}
