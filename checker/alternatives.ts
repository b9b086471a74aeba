import type { Answer } from '../model/answer.ts';
import type { Command } from '../model/command.ts';
import { commandsIn } from '../model/in-world.ts';
import type { Sort } from '../model/sort.ts';
import type { Trace } from '../model/trace.ts';
import type { Vocabulary } from '../model/vocabulary.ts';
import type { Wider } from '../model/widening.ts';
import { Moves } from './exhaustive/moves.ts';
import type { AnyWorld } from '../model/any-world.ts';
import type { AnyState } from '../model/any-state.ts';
import type { Specification } from '../properties/specification.ts';

/** The largest number of searches for an earlier command that would help, because each one tries every command. */
const BEFORE_MAX = 100;

/**
 * Changes that would make a command possible: a larger bound of the world, another of its words, or another command
 * before it. Each is tried in the model.
 */
export class Alternatives {
  readonly #specification: Specification;
  readonly #world: AnyWorld;
  /** A new name of each sort, for objects that are created only to see whether that helps. */
  readonly #next: readonly number[];
  readonly #history: { readonly c: Command; readonly a: Answer }[] = [];
  #same: Elsewhere | undefined;
  #others: readonly { readonly wider: Wider; readonly there: Elsewhere }[] | undefined;
  #beforeLeft = BEFORE_MAX;

  constructor(specification: Specification, { world, steps }: Trace) {
    this.#specification = specification;
    this.#world = world;
    const { vocabulary } = specification;
    this.#next = vocabulary.sorts.map(({ name }) => 1 + highest(vocabulary, steps, name));
  }

  /** The caller reports every command with its answer, in order. */
  answered(c: Command, a: Answer): void {
    this.#history.push({ c, a });
  }

  /**
   * The bound of the world that leaves no room for it: in a world with a larger bound, everything up to here would have
   * happened in the same way, and the command would be possible now.
   */
  bound(c: Command): string | undefined {
    const spec = this.#specification;
    this.#same ??= new Elsewhere(spec, this.#world, this.#history);
    // Commands that overlapped may have happened in another order than they returned.
    if (this.#same.isPossible(c)) return undefined;
    this.#others ??= (spec.bounds?.wider(this.#world) ?? []).map((wider) => ({
      wider,
      there: new Elsewhere(spec, wider.world, this.#history),
    }));
    const found = this.#others.find(({ there }) => there.isPossible(c));
    if (found === undefined) return undefined;
    const { isAmount, bound } = found.wider;
    return isAmount ? `the world has no room for it: ${bound}` : `not in this world: ${bound}`;
  }

  /** The command with one of its words replaced by another. */
  words(s: AnyState, c: Command): string | undefined {
    const { fields } = this.#specification.rules[c.kind]!;
    for (const [name, field] of Object.entries(fields)) {
      if (!('oneOf' in field)) continue;
      const able = field.oneOf.filter((word) =>
        isPossible(this.#specification, s, { ...c, [name]: word }),
      );
      if (able.length > 0)
        return `${String(c[name])} is not possible now, ${able.join(' or ')} would be`;
    }
    return undefined;
  }

  /** The plainest command after which it would be possible. Undefined if there were too many searches. */
  before(s: AnyState, c: Command): string | undefined {
    if (this.#beforeLeft-- <= 0) return undefined;
    const spec = this.#specification;
    const moves = new Moves(spec, s, commandsIn(spec.rules, this.#world));
    moves.collect(this.#next);
    const here = s.layout.snapshot();
    const found = moves.list.find((move) => {
      const rules = spec.rules[move.kind]!;
      rules.next(s, move, rules.typical(s, move));
      const helps = isPossible(spec, s, c);
      s.layout.restore(here);
      return helps;
    });
    return found === undefined
      ? 'it is not possible now, nor after any one command'
      : `it would be possible after ${spec.vocabulary.text(found)}`;
  }
}

type History = readonly { readonly c: Command; readonly a: Answer }[];

/** The model in another world, after the same commands with the same answers. */
class Elsewhere {
  readonly #spec: Specification;
  readonly #state: AnyState;
  readonly #history: History;
  #done = 0;

  constructor(spec: Specification, world: AnyWorld, history: History) {
    this.#spec = spec;
    this.#state = spec.newState(world);
    this.#history = history;
  }

  isPossible(c: Command): boolean {
    for (; this.#done < this.#history.length; this.#done++) {
      const { c: earlier, a } = this.#history[this.#done]!;
      const rules = this.#spec.rules[earlier.kind]!;
      if (rules.possible(this.#state, earlier)) rules.next(this.#state, earlier, a);
    }
    return isPossible(this.#spec, this.#state, c);
  }
}

/** The highest number in a name of this sort; -1 if there is none. */
function highest(vocabulary: Vocabulary, steps: readonly Command[], of: Sort): number {
  let most = -1;
  for (const c of steps)
    vocabulary.eachName(c, (sort, _field, name) => {
      if (sort === of) most = Math.max(most, name);
    });
  return most;
}

function isPossible({ rules }: Specification, s: AnyState, c: Command): boolean {
  return rules[c.kind]!.possible(s, c);
}
