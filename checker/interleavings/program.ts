import type { Footprint } from '../../memory/footprint.ts';

/**
 * Several tasks that take atomic steps in turn. It can only be started again, not restored to a state in between, because
 * the stack of a task cannot be copied.
 *
 * The same history always has the same moves. A move keeps its number while only other tasks move.
 */
export interface Program {
  /** Resets to the beginning. */
  start(): void;
  /**
   * The moves that are possible now, ascending: the next step of a task, or one of several commands that an idle task
   * could start. Empty: the program is over, or no task can continue.
   */
  moves(): readonly number[];
  /** The task of a move. Two moves of one task never commute. */
  taskOf(move: number): number;
  /** Makes a possible move, even if `moves` was not called before. */
  step(move: number): void;
  /**
   * The words that the last move touched; valid until the next move. The words that made it possible count as read, for
   * example a lock that was free. `undefined`: unknown, so it may be any words.
   */
  readonly touched: Footprint | undefined;
  /**
   * Whether the current task, which moved last, has not finished. If it has not, could continue, and another task moves,
   * that is a context switch.
   */
  readonly isUnfinished: boolean;
  /**
   * Called after each move: whether it makes no sense to search further in this direction. The result is the same after
   * histories that differ only in the order of commuting moves.
   */
  readonly isOver: boolean;
  /**
   * Whether a move that touches no common word may make another impossible, because both use up something scarce: the
   * number of commands that may still begin, or room for new objects.
   */
  readonly usesUp?: boolean;
}
