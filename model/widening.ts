import type { AnyWorld } from './any-world.ts';

/** A world that differs from another in one larger bound. */
export interface Wider {
  readonly world: AnyWorld;
  /** The bound as it was, in words: `processes=2 (processes that may be alive at once)`. */
  readonly bound: string;
  /** Whether it is a count; otherwise it is a property. */
  readonly isAmount: boolean;
}

/** What the engine asks of the bounds of a world. */
export interface WorldBounds {
  /** All of them in words; two worlds that differ read differently. */
  text(this: void, world: AnyWorld): string;
  /** The text of a world, which can be read back; default: its name. */
  written?(this: void, world: AnyWorld): string;
  /** The world with one bound increased, for each bound. */
  wider(this: void, world: AnyWorld): readonly Wider[];
  /** The world with this name, if it exists. */
  called?(this: void, name: string): AnyWorld | undefined;
}
