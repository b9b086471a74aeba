import type { Place } from '../model/place.ts';
import type { Answer } from '../model/answer.ts';
import type { Command } from '../model/command.ts';
import type { LawName } from '../model/judgement.ts';
import type { AnyState } from '../model/any-state.ts';
import type { AnyWorld } from '../model/any-world.ts';
import type { AnySeen, Observable } from '../model/seen.ts';
import type { Closeness } from './closeness.ts';

/** What a law looks at after a command: the specification’s state and what can be seen of the other side. */
export interface View<S extends AnyState = AnyState, O extends AnySeen = AnySeen> {
  readonly state: S;
  readonly seen: O;
  /** What the implementation can show of itself. A law asks `seen` for nothing else. */
  readonly shows: ReadonlySet<Observable>;
  /** Splats before this number were there already before the command. */
  readonly splatsBefore: number;
  /**
   * The command that was just answered; undefined if there is no such one: nothing was asked, several
   * overlapped, or everything deferred was done.
   */
  readonly last: { readonly c: Command; readonly answer: Answer } | undefined;
}

/**
 * Says that the law is broken. `place` names the kind of break: breaks of one law at one place are one
 * finding. Words alone stand for the clause that is broken. `witness` is a sentence with the concrete objects.
 */
export type Tell = (place: Place | string, witness: string) => void;

/** Its name in the judge. */
export type { Tell as Report };

/** Something that must hold, with its reason for someone who never met it. */
export interface Law<
  S extends AnyState = AnyState,
  O extends AnySeen = AnySeen,
  W extends AnyWorld = AnyWorld,
> {
  readonly name: LawName;
  /** A few words: "One PASID has one owner". */
  readonly title: string;
  /** What goes wrong for people when it is broken. */
  readonly because: string;
  /** How much a break of it there tells of the cause; every law of `laws` says so. Without it, less than all others. */
  readonly closeness?: Closeness | ((place: Place) => Closeness);
  /**
   * What an implementation has to show before the functions below may ask for it; without that none of them is
   * called, and the law is named.
   */
  readonly needs: readonly Observable[];
  /** Whether rules of commands name it too: answers are judged by it whatever can be seen. */
  readonly judgesAnswers?: boolean;
  /** Worlds in which it can be broken at all; default: every one. In others nobody looks. */
  in?(this: void, world: W): boolean;
  /** It looks at nothing but the log, so it can be asked even while a call that never returned holds everything else. */
  readonly readsLogAlone?: true;
  /** Looked at after every command. Says the same of equal states, so a search looks at new ones alone. */
  after?(this: void, view: View<S, O>, tell: Tell): void;
  /** What `onStep` compares with: numbers that are taken before a command. */
  measure?(this: void, view: View<S, O>): readonly number[];
  /**
   * Looked at after every command too, with what was measured before it: so it can tell which command
   * made a difference, and tell it once. Commands that overlap are one step, from before the first was
   * asked until all have returned. A call that never returned is no step.
   */
  onStep?(this: void, view: View<S, O>, was: readonly number[], tell: Tell): void;
  /**
   * Looked at when the trace is over, no process is alive and all deferred work has run.
   * Laws that have none of these are judged by the rules of the commands.
   */
  atRest?(this: void, view: View<S, O>, tell: Tell): void;
}
