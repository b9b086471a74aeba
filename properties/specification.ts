import type { AnyState } from '../model/any-state.ts';
import type { AnyWorld } from '../model/any-world.ts';
import type { Command, RulesByKind } from '../model/command.ts';
import type { Gauge } from '../model/gauge.ts';
import type { Opening } from '../model/opening.ts';
import type { Observables } from '../model/seen.ts';
import type { Trace } from '../model/trace.ts';
import { Vocabulary, type Words } from '../model/vocabulary.ts';
import type { Bounds } from '../model/widening.ts';
import type { Goal } from './goal.ts';
import type { Law } from './law.ts';

/** What is said of commands that overlap, one thing each: the oracle leaves one out at a time. */
export interface Clauses {
  /** Answers that no order explains are told. */
  readonly misfits: boolean;
  /** Who had returned before another one was asked is before it. */
  readonly precedence: boolean;
  /** Nothing succeeds on what was taken away. */
  readonly gone: boolean;
  /** The laws hold where the orders lead. */
  readonly laws: boolean;
}

export const everyClause: Clauses = { misfits: true, precedence: true, gone: true, laws: true };

/** What a specification may say besides what it needs. */
export interface Hints {
  /** Of what can be seen: in which worlds there is any. Default: everything that laws need, everywhere. */
  readonly observables?: Observables;
  /** Why commands never overlap in a world, in words; default: they may. */
  whyAlone?(this: void, world: AnyWorld): string | undefined;
  /** The next command on the way to a state in which nobody is left; undefined if nobody is. Without it no trace is led there. */
  windDown?(this: void, s: AnyState): Command | undefined;
  /** How most random traces begin. */
  openings?(this: void, world: AnyWorld): readonly Opening[];
  /** In which situations the things of a state are: a search returns to the rare ones. */
  situations?(this: void, s: AnyState, note: (situation: number) => void): void;
  /** Whether there are any such situations in a world; default: if the specification names situations. */
  hasSituations?(this: void, world: AnyWorld): boolean;
  /** What is watched while a trace runs. */
  gauges?(this: void, trace: Trace): readonly Gauge[];
  /** What the specification remembers, in lines `what: how it is`. */
  describe?(this: void, s: AnyState): readonly string[];
  /** Those who are alive, in words, with what they live in: `processes (and their address spaces)`. */
  readonly inhabitantsAre?: string;
  /** Who is alive: for reports. */
  inhabitants?(this: void, s: AnyState): readonly Inhabitant[];
  /** A trace as text that can be read back; default: the name of the world, then a command on each line. */
  print?(this: void, trace: Trace): string;
  /** How a world is bounded: for reports, certificates, and for saying which bound leaves no room. */
  readonly bounds?: Bounds;
}

/** Somebody who is alive in a state. */
export interface Inhabitant {
  /** `p0` */
  readonly name: string;
  /** What it lives in, by name: `mm0`. In another trace it may be another number. */
  readonly livesIn: string;
}

/**
 * What must be true of a system: what can stand in a trace, what each command means, the laws, and a state that remembers
 * what it takes to judge. The engine knows nothing else of what it checks.
 */
export interface Specification extends Hints {
  readonly vocabulary: Vocabulary;
  /**
   * What commands mean, by their kind. Its own properties are the commands, the plainest first; that a task goes on with
   * one is inherited.
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
}: Words &
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
