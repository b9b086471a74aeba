import type { Layout } from '../memory/records.ts';
import type { AnyWorld } from './any-world.ts';

/**
 * What a specification remembers, as far as the engine is concerned: numbers in a layout that says what they mean. So it
 * can be copied, put back and compared, whatever it is about.
 */
export interface AnyState {
  readonly world: AnyWorld;
  /** Everything that it remembers. */
  readonly layout: Layout;
  /** Back to the beginning. */
  reset(): void;
  /** Is nobody left who could do anything? Then all that is deferred happens, and the laws at rest are asked. */
  isOver(): boolean;
  /** All that was deferred has happened. */
  settled?(): void;
  /** How many things were made that the implementation numbers in their order; see `OverlapRules.isNumbered`. */
  made?: number;
}
