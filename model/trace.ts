import type { AnyWorld } from './any-world.ts';
import type { Command } from './command.ts';

/** A sequence of commands over names, and the world in which they mean something. Never changed once made. */
export interface Trace<W extends AnyWorld = AnyWorld> {
  readonly world: W;
  readonly steps: readonly Command[];
}
