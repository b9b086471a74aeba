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

/** Another command before it is looked for so often; it means to try every one there is. */
const BEFORE_MAX = 100;

/**
 * What would have to be otherwise for a command to make sense: a bound of the world, another of its words, or
 * another command before it. Each is tried in the model.
 */
export class Alternatives {
  readonly #specification: Specification;
  readonly #world: AnyWorld;
  /** A new name of each sort, for what is made just to see whether that helps. */
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

  /** To be told of every command and its answer, in their order. */
  answered(c: Command, a: Answer): void {
    this.#history.push({ c, a });
  }

  /**
   * The bound of the world that leaves no room for it: in a world with more of that, everything up to
   * here would have gone the same way, and it would make sense now.
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

  /** Another word in the place of one of its own. */
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

  /** A command after which it would make sense: the plainest. Undefined if that was asked too often. */
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

/** The model in another world, in which everything was answered the same. */
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
