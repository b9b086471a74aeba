import type { AnyState } from './any-state.ts';
import type { AnyWorld } from './any-world.ts';
import type { Vocabulary } from './vocabulary.ts';

/** What traces are written in: words, and a state that knows which names there are. */
export interface Language {
  readonly vocabulary: Vocabulary;
  /** A state at its beginning. */
  newState(this: void, world: AnyWorld): AnyState;
}
