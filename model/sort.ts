import type { AnyState } from './any-state.ts';
import type { AnyWorld } from './any-world.ts';

/** The name of a sort of objects that have names in a trace: `file`. */
export type Sort = string;

/** An object that can have a name. It has none if it is not alive or its name is negative. */
export interface Named {
  readonly live: number;
  readonly name: number;
}

/** The declaration of a sort of names. Everything about f0, f1, ... follows from it. */
export interface SortRules<S extends AnyState = AnyState, W extends AnyWorld = AnyWorld> {
  readonly name: Sort;
  /** First letter of the names: `f` for f0, f1, ... */
  readonly letter: string;
  /** The rows for such objects in a state, as many as can exist at once; the same array each time. */
  rows(this: void, s: S): readonly Named[] | readonly unknown[];
  /** All rows exist from the start to the end, and the number of a row is its name. */
  readonly isGiven?: true;
  /** Number of names, from 0 on, that exist from the start although commands create others; default: none. */
  readonly first?: number;
  /** For given objects: whether two are interchangeable, so that a trace about one also holds for the other. Default: yes. */
  areAlike?(this: void, world: W, a: number, b: number): boolean;
  /** A trace with fewer of them is simpler, before its commands are compared. */
  readonly counts?: true;
  /** The party that it stands for in a report: a name such as `d0`; undefined if none. */
  party?(this: void, s: S, name: number): string | undefined;
  /** The kind of party of one of these, in a word: `mdev`. */
  kindOf?(this: void, world: W, name: number): string | undefined;
}
