import type fc from 'fast-check';
import { type Place, placeOf, placeText } from '../model/place.ts';
import type { Coverage } from '../checker/coverage.ts';
import type { Port } from '../implementation/port.ts';
import type { Command, Field, Rules } from '../model/command.ts';
import { vocabulary } from '../model/linux.ts';
import type { Sort } from '../model/sort.ts';
import { existing } from '../model/names.ts';
import type { State } from '../model/state.ts';
import type { Law, View } from '../properties/law.ts';

/** The fate of the commands that fast-check drew. */
export interface Tally {
  drawn: number;
  /** The number for which `check` returned true. */
  ran: number;
  /** The number that ran after the last process had exited: here a trace always continues to its end. */
  ranForNobody: number;
}

/** The model that fast-check’s commands share. */
export interface PlainModel {
  readonly state: State;
  /** The number of the next name of each sort. */
  readonly next: Record<Sort, number>;
  readonly tally: Tally;
}

/** The real system, and its observation after each command. */
export interface Real {
  readonly port: Port;
  readonly laws: readonly Law[];
  readonly coverage: Coverage;
}

/** One of our commands in the form of fast-check’s documentation: a class with check, run and toString. */
export class PlainCommand implements fc.Command<PlainModel, Real> {
  readonly #rules: Rules;
  readonly #fields: readonly [string, Field][];
  /** One small number per argument; it selects a name when the command is run. */
  readonly #numbers: readonly number[];
  #command: Command | undefined;

  constructor(rules: Rules, fields: readonly [string, Field][], numbers: readonly number[]) {
    this.#rules = rules;
    this.#fields = fields;
    this.#numbers = numbers;
  }

  check({ state, next, tally }: Readonly<PlainModel>): boolean {
    tally.drawn++;
    const c: Record<string, string | number> = { kind: this.#rules.kind };
    for (let i = 0; i < this.#fields.length; i++) {
      const [name, field] = this.#fields[i]!;
      const number = this.#numbers[i]!;
      if ('oneOf' in field) c[name] = field.oneOf[number % field.oneOf.length]!;
      else if ('makes' in field) c[name] = next[field.makes]!;
      else {
        const found = existing(state, vocabulary.sortOf(field.uses), number);
        if (found < 0) return false;
        c[name] = found;
      }
    }
    this.#command = c as Command;
    return this.#rules.possible(state, this.#command);
  }

  run({ state, next, tally }: PlainModel, { port, laws, coverage }: Real): void {
    const c = this.#command!;
    tally.ran++;
    if (state.isOver()) tally.ranForNobody++;
    for (const [, field] of this.#fields) if ('makes' in field) next[field.makes]!++;
    const seen = port.observe();
    const view: View = {
      state,
      seen,
      shows: port.capabilities.observes,
      splatsBefore: seen.splats?.length ?? 0,
      last: undefined,
    };
    const a = port.apply(c);
    const judgement = this.#rules.judge(state, c, a);
    if (judgement !== undefined) fail(judgement.place, judgement.witness);
    coverage.look(state, c, a);
    this.#rules.next(state, c, a);
    for (const law of laws) law.after?.(view, fail);
  }

  toString(): string {
    return `${this.#rules.kind}(${this.#numbers.join(', ')})`;
  }
}

export function fail(at: Place | string, witness: string): never {
  const place = placeOf(at);
  throw new Error(`${placeText(place)}: ${witness}`);
}
