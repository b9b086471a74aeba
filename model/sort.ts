import type { AnyState } from './any-state.ts';
import type { AnyWorld } from './any-world.ts';

/** A sort of things that have names in a trace, by its own name: `file`. */
export type Sort = string;

/** A thing that can have a name: one that is not alive or whose name is negative has none. */
export interface Named {
  readonly live: number;
  readonly name: number;
}

/** What there is to know of a sort of names. Everything about f0, f1, ... follows. */
export interface SortRules<S extends AnyState = AnyState, W extends AnyWorld = AnyWorld> {
  readonly name: Sort;
  /** First letter of the names: `f` for f0, f1, ... */
  readonly letter: string;
  /** The rows that such things take in a state, as many as there can be at once; the same array each time. */
  rows(this: void, s: S): readonly Named[] | readonly unknown[];
  /** They are there from the start and stay, as many as there are rows: the number of a row is its name. */
  readonly isGiven?: true;
  /** Names that are there from the start although commands make others, from 0 on; default: none. */
  readonly first?: number;
  /** Of given ones: may two change places, so that a trace about one says the same of the other? Default: yes. */
  areAlike?(this: void, world: W, a: number, b: number): boolean;
  /** A trace with fewer of them is simpler, before its commands are looked at. */
  readonly counts?: true;
  /** Who it is in a report: a name such as `d0`; undefined if it stands for nobody. */
  party?(this: void, s: S, name: number): string | undefined;
  /** What kind of party one of these is, in a word: `mdev`. */
  kindOf?(this: void, world: W, name: number): string | undefined;
}
