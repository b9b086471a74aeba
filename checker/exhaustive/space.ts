/**
 * A system that can be searched exhaustively: it is in one state at a time, can be put back into any
 * state that it was in, and lists what can happen next. The engine knows nothing else of it.
 */
export interface Space {
  /** Words of a state. */
  readonly size: number;
  /** Goes to the initial state. */
  start(): void;
  save(into: Int32Array): void;
  load(from: Int32Array): void;
  /**
   * The moves of the present state, as numbers below 65536. The same state always has the same, in the
   * same order. A step may append moves that are known only once it is made.
   */
  moves(): readonly number[];
  /** Carries out a move of the state for which `moves` was asked last, from that state. */
  step(move: number): StepResult;
  /**
   * What makes the present state different from others, in the first `length` words. `undefined`: the
   * key of this state was asked for before.
   */
  key(): Key | undefined;
  /**
   * Looks at a state that was not met before. May leave the system in another state.
   * Returns whether it is one that is looked for.
   */
  judge(): boolean;
  /**
   * If moves can overlap: everything that exactly so many of them can do together from the state that was
   * loaded last. `visit` is told of each end, at which the system is then; it may leave it anywhere.
   *
   * @param visit - `move`: the number by which the way there is known, to be asked for only if it is kept
   * @param goOn - asked before each further schedule
   */
  overlaps?(
    width: number,
    visit: (step: StepResult, move: () => number) => void,
    goOn: () => boolean,
  ): void;
}

export interface Key {
  readonly form: Int32Array;
  readonly length: number;
}

/** What became of a move. */
export interface StepResult {
  /**
   * `on`: there may be a new state. `same`: the state is as it was. `ended`: nothing can follow.
   * `full`: the bound has no room for it.
   */
  readonly went: 'on' | 'same' | 'ended' | 'full';
  /** The move itself is one that is looked for, wherever it leads. */
  readonly isSought: boolean;
}
