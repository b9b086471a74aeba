import type { AnyState } from './any-state.ts';
import type { AnyWorld } from './any-world.ts';
import type { Vocabulary } from './vocabulary.ts';

/** The language of traces: a vocabulary, and a state that knows which names exist. */
export interface Language {
  readonly vocabulary: Vocabulary;
  /** An initial state. */
  newState(this: void, world: AnyWorld): AnyState;
}
