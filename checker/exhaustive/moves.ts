import { type Command, type Field, type Rules, type Sort, sorts } from '../../model/command.ts';
import type { State } from '../../model/state.ts';

/** Of commands of one kind, how many are kept to be used again. */
const KNOWN_MAX = 1 << 16;
/** More than there are of each: what map has to say fits one exact number, though it has six arguments. */
const NAMES = 1024;
const WORDS = 16;

/**
 * Every command that makes sense in a state, in a fixed order: kinds as in the model’s list, then
 * arguments as they come. Names that a command makes are the next of their sort.
 */
export class Moves {
  readonly list: Command[] = [];
  readonly #state: State;
  readonly #plans: readonly Plan[];
  /** Names that exist now, by the place of their sort in `sorts`. */
  readonly #names: number[][] = sorts.map(() => []);

  constructor(state: State, rules: readonly Rules[]) {
    this.#state = state;
    this.#plans = rules.map((r) => ({
      rules: r,
      fields: Object.entries(r.fields),
      known: new Map(),
      drawn: [],
    }));
  }

  /** Fills `list`. @param next - the next new name of each sort, in the order of `sorts` */
  collect(next: ArrayLike<number>): void {
    this.list.length = 0;
    this.#readNames();
    for (const plan of this.#plans) this.#arguments(plan, 0, 0, next);
  }

  /** The sort of name that a command makes, as its place in `sorts`; -1 if none. */
  static makes(rules: Rules): number {
    for (const field of Object.values(rules.fields))
      if ('makes' in field) return sorts.indexOf(field.makes);
    return -1;
  }

  #arguments(plan: Plan, at: number, key: number, next: ArrayLike<number>): void {
    const entry = plan.fields[at];
    if (entry === undefined) {
      const c = this.#command(plan, key);
      if (plan.rules.possible(this.#state, c)) this.list.push(c);
      return;
    }
    const field = entry[1];
    if ('oneOf' in field) {
      for (let i = 0; i < field.oneOf.length; i++) this.#with(plan, at, key * WORDS, i, next);
      return;
    }
    if ('makes' in field) {
      this.#with(plan, at, key * NAMES, next[sorts.indexOf(field.makes)]!, next);
      return;
    }
    for (const name of this.#names[sorts.indexOf(field.uses)]!)
      this.#with(plan, at, key * NAMES, name, next);
  }

  #with(plan: Plan, at: number, key: number, value: number, next: ArrayLike<number>): void {
    plan.drawn[at] = value;
    this.#arguments(plan, at + 1, key + value, next);
  }

  #command(plan: Plan, key: number): Command {
    const found = plan.known.get(key);
    if (found !== undefined) return found;
    const c = Object.fromEntries([
      ['kind', plan.rules.kind],
      ...plan.fields.map(([name, field], i) => [
        name,
        'oneOf' in field ? field.oneOf[plan.drawn[i]!] : plan.drawn[i],
      ]),
    ]) as Command;
    if (plan.known.size < KNOWN_MAX) plan.known.set(key, c);
    return c;
  }

  #readNames(): void {
    const { processes, devices, files, handles, grants, vfio } = this.#state;
    const rows: Record<Sort, readonly { live?: number; name?: number; index: number }[]> = {
      process: processes,
      device: devices,
      file: files,
      handle: handles,
      pasid: grants,
      container: vfio.files.containers,
      group: vfio.files.groups,
    };
    sorts.forEach((sort, i) => {
      const names = this.#names[i]!;
      names.length = 0;
      for (const row of rows[sort]) {
        if (row.live === 0) continue;
        const name = row.name ?? row.index;
        if (name >= 0) names.push(name);
      }
    });
  }
}

interface Plan {
  readonly rules: Rules;
  readonly fields: readonly (readonly [string, Field])[];
  /** Commands that were made before, by their arguments. */
  readonly known: Map<number, Command>;
  readonly drawn: number[];
}
