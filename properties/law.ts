import type { Answer } from '../model/answer.ts';
import type { Command } from '../model/command.ts';
import type { LawName } from '../model/judgement.ts';
import type { Observable, Observation } from '../model/observation.ts';
import type { State } from '../model/state.ts';

/** What a law looks at after a command: the specification’s state and what can be seen of the other side. */
export interface View {
  readonly state: State;
  readonly seen: Observation;
  /** Splats before this number were there already before the command. */
  readonly splatsBefore: number;
  /** The command that was done just now, and what it answered; undefined when there was none yet. */
  readonly last?: { readonly c: Command; readonly answer: Answer } | undefined;
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
  /** What an implementation has to show for it; without that the law is skipped, and named. */
  readonly needs: readonly Observable[];
  /** Looked at after every command. */
  readonly after?: (view: View, report: Report) => void;
  /** What `onStep` compares: measured before a command. Then what is wrong for long is told once. */
  readonly measure?: (view: View) => readonly number[];
  /** Looked at after every command, with what was measured before it. */
  readonly onStep?: (view: View, was: readonly number[], report: Report) => void;
  /**
   * Looked at when the trace is over, no process is alive and all deferred work has run.
   * Laws that have neither are judged by the rules of the commands.
   */
  readonly atRest?: (view: View, report: Report) => void;
}
