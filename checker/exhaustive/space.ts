/**
 * A system that can be searched exhaustively: it is in one state at a time, can be restored to any earlier state, and
 * lists the possible moves. The engine knows nothing else about it.
 */
export interface Space {
  /** The number of words of a state. */
  readonly size: number;
  /** Resets to the initial state. */
  start(): void;
  save(into: Int32Array): void;
  load(from: Int32Array): void;
  /**
   * The moves of the present state, as numbers below 65536. The same state always has the same moves in the same order. A
   * step may append moves that are known only afterwards.
   */
  moves(): readonly number[];
  /** Makes a move from the state for which `moves` was called last. */
  step(move: number): StepResult;
  /** The key of the present state, in the first `length` words. `undefined`: the key of this state was read before. */
  key(): Key | undefined;
  /** Judges a new state. May leave the system in another state. Returns whether the state is searched for. */
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

/** The result of a move. */
export interface StepResult {
  /**
   * `on`: there may be a new state. `same`: the state is as it was. `ended`: nothing can follow.
   * `full`: the bound has no room for it.
   */
  readonly went: 'on' | 'same' | 'ended' | 'full';
  /** Whether the move itself is searched for, wherever it leads. */
  readonly isSought: boolean;
}
