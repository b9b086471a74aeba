import type { StateLine } from '../model/state-line.ts';
import type { AnyState } from '../model/any-state.ts';
import type { AnyWorld } from '../model/any-world.ts';
import type { Command, RulesByKind } from '../model/command.ts';
import type { Gauge } from '../model/gauge.ts';
import type { Opening } from '../model/opening.ts';
import type { Observables } from '../model/seen.ts';
import type { Trace } from '../model/trace.ts';
import { Vocabulary, type VocabularyParts } from '../model/vocabulary.ts';
import type { WorldBounds } from '../model/widening.ts';
import type { Goal } from './goal.ts';
import type { Law } from './law.ts';

/** The rules for overlapping commands: the oracle removes one at a time. */
export interface Clauses {
  /** Answers that no order explains are reported. */
  readonly misfits: boolean;
  /** A command that returned before another was called comes first in the order. */
  readonly precedence: boolean;
  /** No command succeeds on an object that was removed. */
  readonly gone: boolean;
  /** The laws hold in the state at the end of an order. */
  readonly laws: boolean;
}

export const everyClause: Clauses = { misfits: true, precedence: true, gone: true, laws: true };

/** The optional parts of a specification. */
export interface Hints {
  /** The worlds that have each kind of observable object. Default: all worlds have all kinds that laws need. */
  readonly observables?: Observables;
  /** The reason in words why commands never overlap in a world; default: they may. */
  whyAlone?(this: void, world: AnyWorld): string | undefined;
  /** The next command on the way to a state without inhabitants; undefined in such a state. Without this function, the generator does not lead traces there. */
  windDown?(this: void, s: AnyState): Command | undefined;
  /** How most random traces begin. */
  openings?(this: void, world: AnyWorld): readonly Opening[];
  /** The situations of the objects of a state: a search returns to the rare ones. */
  situations?(this: void, s: AnyState, note: (situation: number) => void): void;
  /** Whether a world has such situations; default: whether the specification has `situations`. */
  hasSituations?(this: void, world: AnyWorld): boolean;
  /** The gauges that a report watches. */
  gauges?(this: void, trace: Trace): readonly Gauge[];
  /** The state of the specification in lines of object and value. */
  describe?(this: void, s: AnyState): readonly StateLine[];
  /** The words for inhabitants and the objects that they live in: `processes (and their address spaces)`. */
  readonly inhabitantsAre?: string;
  /** The living inhabitants, for reports. */
  inhabitants?(this: void, s: AnyState): readonly Inhabitant[];
  /** A trace as text that can be read back; default: the name of the world, then a command on each line. */
  print?(this: void, trace: Trace): string;
  /** The bounds of a world: for reports, certificates, and for naming the bound that leaves no room. */
  readonly bounds?: WorldBounds;
}

/** An inhabitant that is alive in a state. */
export interface Inhabitant {
  /** `p0` */
  readonly name: string;
  /** The name of the object that it lives in: `mm0`. In another trace the number may differ. */
  readonly livesIn: string;
}

/**
 * The specification of a system: the vocabulary of its traces, the meaning of each command, the laws, and a state that holds
 * whatever judging needs. The engine knows nothing else about the system.
 */
export interface Specification extends Hints {
  readonly vocabulary: Vocabulary;
  /**
   * The rules of commands, by their kind. Its own properties are the commands, the plainest first; the continuations
   * are inherited.
   */
  readonly rules: RulesByKind;
  readonly laws: readonly Law[];
  readonly goals: readonly Goal[];
  /** Default: all of them. */
  readonly overlaps?: Clauses;
  /** An initial state. */
  newState(this: void, world: AnyWorld): AnyState;
}

/** Makes a specification of its parts. */
export function specificationOf({
  commands,
  sorts,
  tasks,
  subject,
  state,
  laws,
  goals = [],
  ...hints
}: VocabularyParts &
  Hints & {
    state(this: void, world: AnyWorld): AnyState;
    readonly laws: readonly Law[];
    readonly goals?: readonly Goal[];
  }): Specification {
  const vocabulary = new Vocabulary({
    commands,
    sorts,
    ...(tasks && { tasks }),
    ...(subject !== undefined && { subject }),
  });
  return {
    vocabulary,
    rules: vocabulary.rules,
    laws,
    goals,
    newState: state,
    ...hints,
  };
}
