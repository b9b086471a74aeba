import type { AnyWorld } from './any-world.ts';
import type { Command } from './command.ts';

/** A sequence of commands over names, and their world. It is never changed. */
export interface Trace<W extends AnyWorld = AnyWorld> {
  readonly world: W;
  readonly steps: readonly Command[];
}
