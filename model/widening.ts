import type { AnyWorld } from './any-world.ts';

/** A world that is like another but for one bound, in which there is more of something. */
export interface Wider {
  readonly world: AnyWorld;
  /** The bound as it was, in words: `processes=2 (processes that may be alive at once)`. */
  readonly bound: string;
  /** Whether it says how much there is; else it says how something is. */
  readonly isAmount: boolean;
}

/** What the engine asks of the bounds of a world. */
export interface WorldBounds {
  /** All of them in words; two worlds that differ read differently. */
  text(this: void, world: AnyWorld): string;
  /** A world as it is written, to be read back; default: its name. */
  written?(this: void, world: AnyWorld): string;
  /** The world with more of each thing, one at a time. */
  wider(this: void, world: AnyWorld): readonly Wider[];
  /** The world that is known by this name, if there is one. */
  called?(this: void, name: string): AnyWorld | undefined;
}
