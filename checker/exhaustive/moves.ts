import type { Command, Rules } from '../../model/command.ts';
import type { Named } from '../../model/sort.ts';
import type { Specification } from '../../properties/specification.ts';
import type { AnyState } from '../../model/any-state.ts';

/** The number of commands of one kind that are cached. */
const KNOWN_MAX = 1 << 16;
/**
 * Every command that makes sense in a state, in a fixed order: by kind as in the model’s list, then by arguments. New
 * names are the next of their sort.
 */
export class Moves {
  readonly list: Command[] = [];
  readonly #state: AnyState;
  readonly #plans: readonly Plan[];
  /** The names that exist now, by the index of their sort. */
  readonly #names: readonly number[][];
  readonly #rows: readonly { readonly isGiven: boolean; readonly rows: readonly unknown[] }[];

  /** @param rules - the rules of the commands that are tried */
  constructor({ vocabulary: { sorts } }: Specification, state: AnyState, rules: readonly Rules[]) {
    this.#state = state;
    this.#names = sorts.map(() => []);
    this.#rows = sorts.map((sort) => ({ isGiven: sort.isGiven === true, rows: sort.rows(state) }));
    const placeOf = (name: string): number => sorts.findIndex((sort) => sort.name === name);
    this.#plans = rules.map((r) => ({
      rules: r,
      arguments: Object.entries(r.fields).map(([field, kind]): Argument => {
        if ('oneOf' in kind) return { field, kind: 'word', words: kind.oneOf };
        return 'makes' in kind
          ? { field, kind: 'new', sort: placeOf(kind.makes) }
          : { field, kind: 'name', sort: placeOf(kind.uses) };
      }),
      known: new Map(),
      drawn: [],
    }));
  }

  /** Fills `list`. @param next - the next new name of each sort, in the order of the sorts */
  collect(next: ArrayLike<number>): void {
    this.list.length = 0;
    this.#readNames();
    for (const plan of this.#plans) this.#arguments(plan, 0, 0, next);
  }

  /** The index of the sort of the name that a command creates; -1 if none. */
  static makes({ vocabulary }: Specification, { kind }: Rules): number {
    const made = vocabulary.madeSort(kind);
    return vocabulary.sorts.findIndex(({ name }) => name === made);
  }

  #arguments(plan: Plan, at: number, key: number, next: ArrayLike<number>): void {
    const argument = plan.arguments[at];
    if (argument === undefined) {
      const c = this.#command(plan, key);
      if (plan.rules.possible(this.#state, c)) this.list.push(c);
      return;
    }
    if (argument.kind === 'word')
      for (let i = 0; i < argument.words.length; i++) this.#with(plan, at, key, i, next);
    else if (argument.kind === 'new') this.#with(plan, at, key, next[argument.sort]!, next);
    else for (const name of this.#names[argument.sort]!) this.#with(plan, at, key, name, next);
  }

  #with(plan: Plan, at: number, key: number, value: number, next: ArrayLike<number>): void {
    const argument = plan.arguments[at]!;
    const values = argument.kind === 'word' ? argument.words.length : NAMES;
    plan.drawn[at] = value;
    // The cache is not used if the key is too large for a number, or a name is too large.
    const isExact = key >= 0 && value < values && key <= KEY_MAX / values;
    this.#arguments(plan, at + 1, isExact ? key * values + value : -1, next);
  }

  #command(plan: Plan, key: number): Command {
    const found = key < 0 ? undefined : plan.known.get(key);
    if (found !== undefined) return found;
    const c = Object.fromEntries([
      ['kind', plan.rules.kind],
      ...plan.arguments.map((argument, i) => [
        argument.field,
        argument.kind === 'word' ? argument.words[plan.drawn[i]!] : plan.drawn[i],
      ]),
    ]) as Command;
    if (key >= 0 && plan.known.size < KNOWN_MAX) plan.known.set(key, c);
    return c;
  }

  #readNames(): void {
    this.#rows.forEach(({ isGiven, rows }, i) => {
      const names = this.#names[i]!;
      names.length = 0;
      if (isGiven) for (let name = 0; name < rows.length; name++) names.push(name);
      else
        for (const { live, name } of rows as readonly Named[])
          if (live !== 0 && name >= 0) names.push(name);
    });
  }
}

/** The largest name in the cache. */
const NAMES = 1024;
const KEY_MAX = Number.MAX_SAFE_INTEGER / 2;

type Argument = { readonly field: string } & (
  | { readonly kind: 'word'; readonly words: readonly string[] }
  | { readonly kind: 'new' | 'name'; readonly sort: number }
);

interface Plan {
  readonly rules: Rules;
  readonly arguments: readonly Argument[];
  /** Commands that were created before, by their arguments. */
  readonly known: Map<number, Command>;
  readonly drawn: number[];
}
