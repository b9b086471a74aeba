import type { Answer } from '../model/answer.ts';
import type { Command } from '../model/command.ts';
import type { LawName } from '../model/judgement.ts';
import type { Observable, Observation } from '../model/observation.ts';
import type { State } from '../model/state.ts';
import type { World } from '../model/world.ts';
import type { Closeness } from './closeness.ts';

/** What a law looks at after a command: the specification’s state and what can be seen of the other side. */
export interface View {
  readonly state: State;
  readonly seen: Observation;
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
 * finding. `witness` is a sentence with the concrete objects.
 */
export type Report = (place: string, witness: string) => void;

/** Something that must hold, with its reason for someone who never met it. */
export interface Law {
  readonly name: LawName;
  /** A few words: "One PASID has one owner". */
  readonly title: string;
  /** What goes wrong for people when it is broken. */
  readonly because: string;
  /** How much a break of it there tells of the cause; every law of `laws` says so. Without it, less than all others. */
  readonly closeness?: Closeness | ((place: string) => Closeness);
  /**
   * What an implementation has to show for what the law looks at; without that nobody looks, and the law is named as
   * not judged. Answers are judged all the same, by the rules of the commands.
   */
  readonly needs: readonly Observable[];
  /** Worlds in which it can be broken at all; default: every one. In others nobody looks. */
  readonly in?: (world: World) => boolean;
  /** Of these, the worlds in which there is something to look at; default: every one. Elsewhere answers alone break it. */
  readonly looksIn?: (world: World) => boolean;
  /** It looks at nothing but the log, so it can be asked even while a call that never returned holds everything else. */
  readonly readsLogAlone?: true;
  /** Looked at after every command. Says the same of equal states, so a search looks at new ones alone. */
  readonly after?: (view: View, report: Report) => void;
  /** What `onStep` compares with: numbers that are taken before a command. */
  readonly measure?: (view: View) => readonly number[];
  /**
   * Looked at after every command too, with what was measured before it: so it can tell which command
   * made a difference, and tell it once. Commands that overlap are one step, from before the first was
   * asked until all have returned. A call that never returned is no step.
   */
  readonly onStep?: (view: View, was: readonly number[], report: Report) => void;
  /**
   * Looked at when the trace is over, no process is alive and all deferred work has run.
   * Laws that have none of these are judged by the rules of the commands.
   */
  readonly atRest?: (view: View, report: Report) => void;
}

/** Is there something to look at in this world that the implementation does not show? */
export function isBlind(
  { in: applies, looksIn, needs }: Law,
  world: World,
  shows: ReadonlySet<Observable>,
): boolean {
  if (applies?.(world) === false || looksIn?.(world) === false) return false;
  return needs.some((need) => !shows.has(need));
}
