import type { Answer } from './answer.ts';
import type { Feature } from './feature.ts';
import type { Judgement } from './judgement.ts';
import type { State } from './state.ts';
import type { World } from './world.ts';

/** What can have a name in a trace. */
export const sorts = [
  'process',
  'device',
  'file',
  'handle',
  'pasid',
  'container',
  'group',
] as const;
export type Sort = (typeof sorts)[number];

/** First letter of the names of each sort: p0, d0, f0, h0, n0, c0, g0. */
export const letters: Readonly<Record<Sort, string>> = {
  process: 'p',
  device: 'd',
  file: 'f',
  handle: 'h',
  pasid: 'n',
  container: 'c',
  group: 'g',
};

/** An argument: a name that exists, a name that this command makes, or one of a few words. */
export type Field =
  { readonly uses: Sort } | { readonly makes: Sort } | { readonly oneOf: readonly string[] };

/** A command as a value: its kind, a number per name (`process: 0` is p0), a word per choice. */
export interface Command {
  readonly kind: string;
  /** The n-th memory allocation in this command fails, from 1 on; if there is no n-th, none does. */
  readonly fails?: number;
  /** Where it is left, if it comes there: the name of a point of the implementation. A continuation lets it go on. */
  readonly stops?: string;
  /**
   * `undefined` only because an optional property has that type too where a program is compiled without
   * `exactOptionalPropertyTypes`; no argument of a command is ever undefined.
   */
  readonly [field: string]: string | number | undefined;
}

/**
 * Everything the specification says about one command. `State` is changed by `next` alone; the other
 * functions read it. All are total for commands that are `possible`.
 */
export interface Rules<C extends Command = Command> {
  readonly kind: C['kind'];
  /** What the command stands for in Linux. */
  readonly says: string;
  /** Who runs it; default: the process that it names, or, if it names none, nobody: it is done at once. */
  readonly runsOn?: 'hotplug' | 'worker' | 'driver';
  /** Arguments in the order in which they are written. */
  readonly fields: { readonly [K in Exclude<keyof C, 'kind'>]: Field };
  /** How often it is drawn, relative to the others; 10 is ordinary. */
  readonly weight: number;
  /** In which worlds it means something at all; default: in all. In others it is neither drawn nor tried. */
  in?(world: World): boolean;
  /** What a kernel must have besides what there is in the world; without it the command is unknown there. */
  readonly needs?: Feature;
  /** Without a success of one of these little can happen, so no random trace leaves it out. */
  readonly opens?: boolean;
  /**
   * Whether it changes or uses up what others want too, such as a limit: worth asking while another one is in the midst
   * of something. Where two of them overlap, one may be refused for want of what the other had for a moment.
   */
  readonly rivals?: boolean;
  /**
   * The same command with arguments that tell more in this state, if there are any: it is drawn so half of the time,
   * and tried first where a command has to be refused.
   */
  telling?(s: State, c: C): C | undefined;
  /** Whether asking makes sense at all. A replayed command that is not possible is skipped and counted. */
  possible(s: State, c: C): boolean;
  /** One admitted answer, the most ordinary: what the generator assumes when it walks the model. */
  typical(s: State, c: C): Answer;
  /** Is the answer admitted in this state? Called before `next`. */
  judge(s: State, c: C, a: Answer): Judgement;
  /** What is true afterwards, given that this was the answer. */
  next(s: State, c: C, a: Answer): void;
  /**
   * Of a command that takes away several things one after the other: what is true when some are gone and
   * some are not. Who overlaps it may see that.
   */
  halfway?(s: State, c: C, a: Answer): void;
  /**
   * Of a command that takes away several things one after the other: each of them on its own. Others that overlap
   * it may come between, and `next` does what is left. A part says what it adds to the value of the answer.
   */
  parts?(s: State, c: C): readonly ((s: State) => number)[];
  /** Whether it puts other pages at addresses of a process, or takes them away. */
  readonly replacesPages?: boolean;
  /**
   * Whether it finds pages first and decides later, with no lock over both: the pages may then be those that were there
   * before another command, which overlaps it, replaced them.
   */
  readonly findsPages?: boolean;
  /** Whether it makes an mm, if it succeeds; mms are numbered in the order in which that was begun. */
  readonly makesMm?: boolean;
  /** Whether it succeeds too if what it is about was taken away just before. */
  readonly succeedsOnNothing?: boolean;
  /** The answer in words, when it is more than success or an errno. */
  tells?(a: Answer): string;
  /**
   * What came of a success, where not every one is what the caller asked for: a DMA that faulted, an unmap that removed
   * nothing. In words for the place of a break, so without numbers; default: `success`.
   */
  outcome?(a: Answer): string;
}

/** Forgets the exact command type, so that rules of different commands fit one list. */
export function rules<C extends Command>(r: Rules<C>): Rules {
  return r;
}
