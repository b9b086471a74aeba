import type { Layout } from '../memory/records.ts';
import type { AnyWorld } from './any-world.ts';

/**
 * The state of a specification as the engine sees it: numbers in a layout that says what they mean. So the engine can copy,
 * restore and compare any state.
 */
export interface AnyState {
  readonly world: AnyWorld;
  /** The memory that holds the whole state. */
  readonly layout: Layout;
  reset(): void;
  /** Whether no task is left that could run a command. Then all deferred work runs, and the laws at rest are judged. */
  isOver(): boolean;
  /** All deferred work has run. */
  settled?(): void;
  /** How many objects were created that the implementation numbers in order; see `OverlapRules.isNumbered`. */
  made?: number;
}
