import type { Footprint } from '../../memory/footprint.ts';

/**
 * Several tasks that take atomic steps in turn. It can only be started anew, never put back into the
 * midst of things: what a task has on its stack cannot be copied.
 *
 * The same history always has the same moves. A move keeps its number while only other tasks move.
 */
export interface Program {
  /** Goes to the beginning. */
  start(): void;
  /**
   * Moves that are possible now, ascending: a task's next step, or one of several commands that an idle
   * task could start. Empty: it is over, or nobody can go on.
   */
  moves(): readonly number[];
  /** Whose move it is. Two moves of one task never commute. */
  taskOf(move: number): number;
  /** Makes a move that is possible, whether or not `moves` was asked before. */
  step(move: number): void;
  /**
   * What the last move touched; valid until the next. What made it possible belongs to what it read,
   * as a lock that was free. `undefined`: nobody knows, so it may be anything.
   */
  readonly touched: Footprint | undefined;
  /**
   * Is the current task, the one that moved last, in the midst of something? If it is, could go on, and
   * another task moves, that is a context switch.
   */
  readonly isUnfinished: boolean;
  /**
   * Asked after each move: does it make no sense to look further in this direction? The same after
   * histories that differ only in the order of what could be exchanged.
   */
  readonly isOver: boolean;
  /**
   * Whether a move may become impossible by one that touches nothing of it, because both use up something
   * that there is little of: commands that may still begin, room for what they make.
   */
  readonly usesUp?: boolean;
}
