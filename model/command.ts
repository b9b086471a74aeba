import type { Answer, ErrnoName } from './answer.ts';
import type { AnyState } from './any-state.ts';
import type { AnyWorld } from './any-world.ts';
import type { Judgement, LawName } from './judgement.ts';
import type { Sort } from './sort.ts';

/** An argument: the name of an existing object, the name of an object that this command creates, or one of a few words. */
export type Field =
  { readonly uses: Sort } | { readonly makes: Sort } | { readonly oneOf: readonly string[] };

/** A command as a value: its kind, a number per name (`process: 0` is p0), a word per choice. */
export interface Command {
  readonly kind: string;
  /** The n-th memory allocation in this command fails, counted from 1; if the command makes fewer, none fails. */
  readonly fails?: number;
  /** Where it is suspended, if it gets there: the name of a point of the implementation. A continuation resumes it. */
  readonly stops?: string;
  /**
   * `undefined` only because an optional property also has that type if a program is compiled without
   * `exactOptionalPropertyTypes`. No argument of a command is ever undefined.
   */
  readonly [field: string]: string | number | undefined;
}

/**
 * The rules of one command. Only `next` changes the state; the other
 * functions read it. All are total for commands that are `possible`.
 */
export interface Rules<
  C extends Command = Command,
  S extends AnyState = AnyState,
  W extends AnyWorld = AnyWorld,
> {
  readonly kind: C['kind'];
  /** The meaning of the command. */
  readonly says: string;
  /** The kind of task that runs it; default: the caller among its arguments. Without a caller it is executed at once, in no task. */
  readonly runsOn?: string;
  /** Arguments in the order in which they are written. */
  readonly fields: { readonly [K in Exclude<keyof C, 'kind'>]: Field };
  /** The worlds in which the command exists; default: all. In other worlds it is neither drawn nor tried. */
  in?(this: void, world: W): boolean;
  /** A feature that the implementation must have besides those that the world needs. Without it, the command is unknown. */
  readonly needs?: string;
  /** Whether the command can be issued. A replayed command that is not possible is skipped and counted. */
  possible(this: void, s: S, c: C): boolean;
  /** The most ordinary of the admitted answers. The generator assumes it when it walks the model. */
  typical(this: void, s: S, c: C): Answer;
  /** Judges whether the answer is admitted in this state. Called before `next`. */
  judge(this: void, s: S, c: C, a: Answer): Judgement;
  /** Changes the state to the one after this answer. */
  next(this: void, s: S, c: C, a: Answer): void;
  /** Answers besides ENOMEM that it may give if a memory allocation in it failed. */
  readonly noMemory?: readonly ErrnoName[];
  /** The law that judges its answers, if it has a law of its own. */
  readonly law?: LawName;
  /** The answer in words, if it is more than success or an errno. */
  tells?(this: void, a: Answer): string;
  /**
   * The outcome of a success, if a success can have several: a DMA that faulted, an unmap that removed
   * nothing. The words become part of the place of a break, so they have no numbers. Default: `success`.
   */
  outcome?(this: void, a: Answer): string;
  /** Hints for the generator. */
  readonly draw?: DrawRules<C, S>;
  /** Rules for the judge of overlapping commands. */
  readonly overlap?: OverlapRules<C, S>;
}

/** How a command is drawn at random. */
export interface DrawRules<C extends Command = Command, S extends AnyState = AnyState> {
  /** How often, relative to other commands; default: 10. */
  readonly weight?: number;
  /** Without a success of this command little can happen, so no random trace omits it. */
  readonly opens?: boolean;
  /**
   * Whether it changes or uses up something for which commands compete, such as a limit: worth issuing while another command
   * is suspended. If two rivals overlap, one may be refused because of what the other had for a moment.
   */
  readonly rivals?: boolean;
  /** Whether it ends the address space of its caller: worth issuing while a command of another process is suspended. */
  readonly ends?: boolean;
  /**
   * The same command with arguments that test more in this state, if there are any. It is drawn in this form half of the
   * time, and tried first where a command has to be refused.
   */
  telling?(this: void, s: S, c: C): C | undefined;
}

/** Rules that apply while a command overlaps others. */
export interface OverlapRules<C extends Command = Command, S extends AnyState = AnyState> {
  /**
   * For a command that removes several objects one after the other: the state in which some are gone and
   * some are not. An overlapping command may see it.
   */
  halfway?(this: void, s: S, c: C, a: Answer): void;
  /**
   * For a command that removes several objects one after the other: each removal by itself. Overlapping commands
   * may run in between, and `next` does the remainder. A part returns its share of the value of the answer.
   */
  parts?(this: void, s: S, c: C): readonly ((s: S) => number)[];
  /** Whether it also succeeds if its target has just been removed. */
  readonly succeedsOnNothing?: boolean;
  /**
   * Whether it may keep alive what others end (`draw.ends`), such as an address space: then that has ended only when this command
   * has returned.
   */
  readonly keepsAlive?: boolean;
  /** Whether a success creates an object that the implementation numbers, in the order in which the commands began. */
  readonly isNumbered?: boolean;
  /** For a command that replaces what others find: the earlier state, which the `asOf` of another command restores. */
  keeps?(this: void, s: S): unknown;
  /**
   * For a command that first finds something and later decides, with no lock over both: acts as if an overlapping
   * command had not replaced it in between.
   */
  asOf?(this: void, s: S, kept: unknown, act: () => void): void;
}

/** Rules by the kind of their command. */
export type RulesByKind = Readonly<Record<string, Rules>>;
