import type { Place } from '../model/place.ts';
import type { Answer } from '../model/answer.ts';
import type { Command } from '../model/command.ts';
import type { LawName } from '../model/judgement.ts';
import type { AnyState } from '../model/any-state.ts';
import type { AnyWorld } from '../model/any-world.ts';
import type { AnySeen, Observable } from '../model/seen.ts';
import type { Closeness } from './closeness.ts';

/** The input of a law after a command: the state of the specification and the observation of the implementation. */
export interface View<S extends AnyState = AnyState, O extends AnySeen = AnySeen> {
  readonly state: S;
  readonly seen: O;
  /** The observations that the implementation offers. A law reads no others from `seen`. */
  readonly shows: ReadonlySet<Observable>;
  /** The number of splats before the command. */
  readonly splatsBefore: number;
  /**
   * The command of this answer; undefined if there is no single command: none was issued, several
   * overlapped, or deferred work ran.
   */
  readonly last: { readonly c: Command; readonly answer: Answer } | undefined;
}

/**
 * Reports that the law is broken. `place` names the kind of break: breaks of one law at one place are one
 * finding. A string instead of a place names the broken clause. `witness` is a sentence with the concrete objects.
 */
export type Tell = (place: Place | string, witness: string) => void;

/** A condition that must hold, with its reason for a reader who never met it. */
export interface Law<
  S extends AnyState = AnyState,
  O extends AnySeen = AnySeen,
  W extends AnyWorld = AnyWorld,
> {
  readonly name: LawName;
  /** A few words: "One PASID has one owner". */
  readonly title: string;
  /** The harm for users if it is broken. */
  readonly because: string;
  /** How close a break at this place is to the cause; every law of `laws` declares it. Without it, the law comes last. */
  readonly closeness?: Closeness | ((place: Place) => Closeness);
  /**
   * The observations that the functions below read. If the implementation does not offer them, no function is
   * called, and the report names the law.
   */
  readonly needs: readonly Observable[];
  /** Whether rules of commands name it too. Then answers are judged by it, whatever the implementation shows. */
  readonly judgesAnswers?: boolean;
  /** The worlds in which it can be broken; default: all. In other worlds it is not judged. */
  in?(this: void, world: W): boolean;
  /** Whether it reads only the log. Then it can be judged even after a call that never returned. */
  readonly readsLogAlone?: true;
  /** Judges the state after every command. Its result depends only on the state, so a search judges only new states. */
  after?(this: void, view: View<S, O>, tell: Tell): void;
  /** The numbers before a command, with which `onStep` compares. */
  measure?(this: void, view: View<S, O>): readonly number[];
  /**
   * Judges every command too, with the numbers from before it. So it can report a difference once, at the command
   * that made it. Overlapping commands are one step, from before the first is
   * issued until all have returned. A call that never returns is not a step.
   */
  onStep?(this: void, view: View<S, O>, was: readonly number[], tell: Tell): void;
  /**
   * Judges the state at rest: the trace is over, no process is alive and all deferred work has run.
   * A law without any of these functions is judged by the rules of the commands.
   */
  atRest?(this: void, view: View<S, O>, tell: Tell): void;
}
