import { type Answer, errno, errnoName, success } from '../model/answer.ts';
import type { AnyState } from '../model/any-state.ts';
import type { AnyWorld } from '../model/any-world.ts';
import type { Command, DrawRules, Field, OverlapRules, Rules } from '../model/command.ts';
import type { Judgement } from '../model/judgement.ts';
import { exists, hasRoom } from '../model/names.ts';
import type { SortRules } from '../model/sort.ts';
import type { Law } from '../properties/law.ts';
import { checkKeys } from './checks/keys.ts';
import { checkKnown, checkWords } from './checks/specification.ts';
import type { Shapes, StateOf, Tables } from './tables.ts';

/** Arguments of a command by their name. */
export type FieldsOf = Readonly<Record<string, Field>>;

/** A command with these arguments: a number for each name, a word for each choice. */
export type CommandOf<F extends FieldsOf> = Command & {
  readonly [K in keyof F]: F[K] extends { readonly oneOf: readonly (infer W)[] } ? W : number;
};

/** The declaration of a command. Only `kind` and `says` are required. */
export interface CommandRules<S extends AnyState, F extends FieldsOf> {
  readonly kind: string;
  /** What the command does, for readers. */
  readonly says: string;
  /** Its arguments in the order in which they are written; default: none. */
  readonly fields?: F;
  /** Whether the command makes sense. Asked only if its objects exist and there is room for a new one. Default: yes. */
  possible?(this: void, s: S, c: CommandOf<F>): boolean;
  /** Every admitted answer, the most ordinary first; default: success. */
  admits?(this: void, s: S, c: CommandOf<F>): readonly Answer[];
  /** Changes the state after an admitted success; default: no change. A refusal changes nothing. */
  next?(this: void, s: S, c: CommandOf<F>, a: Answer): void;
  /** The law that is broken by an answer that is not admitted; default: `answers-conform`. */
  readonly law?: string;
  /** The answer in words, if it is more than success or a refusal. */
  tells?(this: void, a: Answer): string;
  /** The worlds in which the command exists; default: all. */
  in?(this: void, world: AnyWorld): boolean;
  /** The kind of task that runs it; default: the kind of the task among its arguments. */
  readonly runsOn?: string;
  readonly draw?: DrawRules<CommandOf<F>, S>;
  readonly overlap?: OverlapRules<CommandOf<F>, S>;
}

/** Rules of one command over this state. The tables define the sorts of its arguments. */
export function commandOf<S extends AnyState, const F extends FieldsOf>(
  sorts: readonly SortRules[],
  { kind, says, fields, possible, admits, next, law, ...more }: CommandRules<S, F>,
): Rules {
  checkWords({ kind, says, fields });
  checkKeys(`command ${kind}`, { possible, admits, next, law, fields, ...more }, COMMAND);
  const used = Object.entries(fields ?? {}).flatMap(([field, of]) =>
    'oneOf' in of ? [] : [{ field, of, sort: sortOf(sorts, kind, of) }],
  );
  const admitted = (s: S, c: CommandOf<F>): readonly Answer[] => admits?.(s, c) ?? [success];
  const isAdmitted = (s: S, c: CommandOf<F>, a: Answer): boolean =>
    admitted(s, c).some((other) => isSame(a, other));
  const rules = {
    kind,
    says,
    fields: fields ?? {},
    ...(law !== undefined && { law }),
    possible: (s: S, c: CommandOf<F>) =>
      used.every(({ field, of, sort }) =>
        'makes' in of ? hasRoom(s, sort) : exists(s, sort, c[field] as number),
      ) &&
      (possible?.(s, c) ?? true),
    typical: (s: S, c: CommandOf<F>) => admitted(s, c)[0] ?? success,
    judge: (s: S, c: CommandOf<F>, a: Answer) =>
      isAdmitted(s, c, a)
        ? undefined
        : notAdmitted(kind, a, admitted(s, c), law ?? ANSWERS, more.tells),
    next(s: S, c: CommandOf<F>, a: Answer) {
      if (next !== undefined && a.errno === errno.OK && isAdmitted(s, c, a)) next(s, c, a);
    },
    ...more,
  };
  return rules as unknown as Rules;
}

/** What a command may have besides its kind and its sentence. */
const COMMAND = [
  'fields',
  'possible',
  'admits',
  'next',
  'law',
  'tells',
  'in',
  'runsOn',
  'draw',
  'overlap',
];

/** The default law about answers. */
export const ANSWERS = 'answers-conform';

/** The place and the words of a call without an answer. */
const NEVER = 'never returned';

function notAdmitted(
  kind: string,
  a: Answer,
  admitted: readonly Answer[],
  law: string,
  tells: Rules['tells'],
): Judgement {
  // If only the value distinguishes answers and the command has no words for it, the number is shown.
  const hasValues = [a, ...admitted].some(({ value }) => value !== 0);
  const words = (one: Answer): string =>
    one.errno === errno.OK
      ? (tells?.(one) ?? (hasValues ? `success (${one.value})` : 'success'))
      : errnoName(one.errno);
  const may = `Admitted: ${admitted.map(words).join(' or ') || 'none'}.`;
  if (a.errno === errno.HUNG)
    return {
      law: ANSWERS,
      place: { command: kind, answer: NEVER },
      witness: `${kind} ${NEVER}. ${may}`,
    };
  return {
    law,
    place: { command: kind, answer: a.errno === errno.OK ? 'success' : errnoName(a.errno) },
    witness: `${kind} answered ${words(a)}. ${may}`,
  };
}

/** The value of a refusal means nothing. */
function isSame(a: Answer, b: Answer): boolean {
  return a.errno === b.errno && (a.errno !== errno.OK || a.value === b.value);
}

function sortOf(sorts: readonly SortRules[], kind: string, field: Field): SortRules {
  const name = 'uses' in field ? field.uses : 'makes' in field ? field.makes : '';
  const sort = sorts.find((one) => one.name === name);
  checkKnown(
    `command ${kind}`,
    'table of things',
    name,
    sorts.map((one) => one.name),
  );
  return sort!;
}

/** A law without `needs` reads only the state of the specification. */
type LawRules<S extends AnyState> = Omit<Law<S>, 'needs'> & Partial<Pick<Law<S>, 'needs'>>;

/** Makes commands and laws over one state, typed by its tables. */
export interface Words<S extends AnyState> {
  command<const F extends FieldsOf>(this: void, rules: CommandRules<S, F>): Rules;
  law(this: void, law: LawRules<S>): Law;
}

/** `const { command, law } = wordsOf(state)`: the tables type what the rules may read. */
export function wordsOf<S extends Shapes>(state: Tables<S>): Words<StateOf<S>> {
  return {
    command: (rules) => commandOf(state.sorts, rules),
    law: (law) => {
      checkKeys(`law ${law.name}`, law, LAW);
      return { needs: [], ...law };
    },
  };
}

/** What a law may have. */
const LAW = [
  'name',
  'title',
  'because',
  'closeness',
  'needs',
  'judgesAnswers',
  'in',
  'readsLogAlone',
  'after',
  'measure',
  'onStep',
  'atRest',
];
