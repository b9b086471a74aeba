import type { Answer } from './answer.ts';
import type { AnyState } from './any-state.ts';
import type { AnyWorld } from './any-world.ts';
import type { Judgement, LawName } from './judgement.ts';
import type { Sort } from './sort.ts';

/** An argument: a name that exists, a name that this command makes, or one of a few words. */
export type Field =
  { readonly uses: Sort } | { readonly makes: Sort } | { readonly oneOf: readonly string[] };

/** A command as a value: its kind, a number per name (`process: 0` is p0), a word per choice. */
export interface Command {
  readonly kind: string;
  /** The n-th memory allocation in this command fails, from 1 on; if there is no n-th, none does. */
  readonly fails?: number;
  /** Where it is suspended, if it gets there: the name of a point of the implementation. A continuation resumes it. */
  readonly stops?: string;
  /**
   * `undefined` only because an optional property has that type too where a program is compiled without
   * `exactOptionalPropertyTypes`; no argument of a command is ever undefined.
   */
  readonly [field: string]: string | number | undefined;
}

/**
 * Everything the specification says about one command. The state is changed by `next` alone; the other
 * functions read it. All are total for commands that are `possible`.
 */
export interface Rules<
  C extends Command = Command,
  S extends AnyState = AnyState,
  W extends AnyWorld = AnyWorld,
> {
  readonly kind: C['kind'];
  /** What the command stands for. */
  readonly says: string;
  /** The kind of task that runs it; default: the caller that it names, or, if it names none, nobody: it is done at once. */
  readonly runsOn?: string;
  /** Arguments in the order in which they are written. */
  readonly fields: { readonly [K in Exclude<keyof C, 'kind'>]: Field };
  /** In which worlds it means something at all; default: in all. In others it is neither drawn nor tried. */
  in?(this: void, world: W): boolean;
  /** What an implementation must have besides what there is in the world; without it the command is unknown there. */
  readonly needs?: string;
  /** Whether asking makes sense at all. A replayed command that is not possible is skipped and counted. */
  possible(this: void, s: S, c: C): boolean;
  /** One admitted answer, the most ordinary: what the generator assumes when it walks the model. */
  typical(this: void, s: S, c: C): Answer;
  /** Is the answer admitted in this state? Called before `next`. */
  judge(this: void, s: S, c: C, a: Answer): Judgement;
  /** What is true afterwards, given that this was the answer. */
  next(this: void, s: S, c: C, a: Answer): void;
  /** The law that its answers are judged by, where that is one of its own. */
  readonly law?: LawName;
  /** The answer in words, when it is more than success or an errno. */
  tells?(this: void, a: Answer): string;
  /**
   * What came of a success, where not every one is what the caller asked for: a DMA that faulted, an unmap that removed
   * nothing. In words for the place of a break, so without numbers; default: `success`.
   */
  outcome?(this: void, a: Answer): string;
  /** For whoever draws commands at random. */
  readonly draw?: DrawRules<C, S>;
  /** For whoever judges commands that overlap. */
  readonly overlap?: OverlapRules<C, S>;
}

/** How a command is drawn at random. */
export interface DrawRules<C extends Command = Command, S extends AnyState = AnyState> {
  /** How often, relative to the others; default: 10, which is ordinary. */
  readonly weight?: number;
  /** Without a success of one of these little can happen, so no random trace leaves it out. */
  readonly opens?: boolean;
  /**
   * Whether it changes or uses up what others want too, such as a limit: worth issuing while another command is in
   * progress. Where two of them overlap, one may be refused for want of what the other had for a moment.
   */
  readonly rivals?: boolean;
  /**
   * The same command with arguments that tell more in this state, if there are any: it is drawn so half of the time,
   * and tried first where a command has to be refused.
   */
  telling?(this: void, s: S, c: C): C | undefined;
}

/** What is true while a command overlaps others. */
export interface OverlapRules<C extends Command = Command, S extends AnyState = AnyState> {
  /**
   * Of a command that takes away several things one after the other: what is true when some are gone and
   * some are not. A command that overlaps it may see that.
   */
  halfway?(this: void, s: S, c: C, a: Answer): void;
  /**
   * Of a command that takes away several things one after the other: each of them on its own. Commands that overlap
   * it may come between, and `next` does the rest. A part says what it adds to the value of the answer.
   */
  parts?(this: void, s: S, c: C): readonly ((s: S) => number)[];
  /** Whether it also succeeds when its target has just been removed. */
  readonly succeedsOnNothing?: boolean;
  /** Whether it makes a thing, if it succeeds, that the implementation numbers; they are numbered in the order in which that was begun. */
  readonly isNumbered?: boolean;
  /** Of a command that replaces what others find: what there was before it, to be put back by the `asOf` of another one. */
  keeps?(this: void, s: S): unknown;
  /**
   * Of a command that finds something first and decides later, with no lock over both: acts as if there were still
   * what another command, which overlaps it, has replaced since.
   */
  asOf?(this: void, s: S, kept: unknown, act: () => void): void;
}

/** Rules that are looked up by the kind of their command. */
export type RulesByKind = Readonly<Record<string, Rules>>;
