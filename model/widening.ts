import type { AnyWorld } from './any-world.ts';

/** A world that differs from another in one bound, which is larger or has the opposite value. */
export interface Wider {
  readonly world: AnyWorld;
  /** The bound as it was, in words: `processes=2 (processes that may be alive at once)`. */
  readonly bound: string;
  /** Whether it is a count; otherwise it is a property. */
  readonly isAmount: boolean;
}

/** The functions through which the engine reads the bounds of a world. */
export interface WorldBounds {
  /** All bounds in words. Different worlds have different words. */
  text(this: void, world: AnyWorld): string;
  /** The text of a world, which can be read back; default: its name. */
  written?(this: void, world: AnyWorld): string;
  /** For each bound that can change, the world in which only this bound is larger or has the opposite value. */
  wider(this: void, world: AnyWorld): readonly Wider[];
  /** The world with this name, if it exists. */
  called?(this: void, name: string): AnyWorld | undefined;
}
