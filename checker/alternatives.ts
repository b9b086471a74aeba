import type { Answer } from '../model/answer.ts';
import { type Command, type Rules, type Sort, sorts } from '../model/command.ts';
import { commandsIn } from '../model/in-world.ts';
import { eachName } from '../model/names.ts';
import { State } from '../model/state.ts';
import { stepRulesByKind } from '../model/steps.ts';
import { commandText } from '../model/text.ts';
import type { Trace } from '../model/trace.ts';
import type { World } from '../model/world.ts';
import { type Bound, boundOf, bounds, valueText, widened } from '../model/world-bounds.ts';
import { Moves } from './exhaustive/moves.ts';

/** Another command before it is looked for so often; it means to try every one there is. */
const BEFORE_MAX = 100;

/**
 * What would have to be otherwise for a command to make sense: a bound of the world, another of its words, or
 * another command before it. Each is tried in the model.
 */
export class Alternatives {
  readonly #world: World;
  /** A new name of each sort, for what is made just to see whether that helps. */
  readonly #next: readonly number[];
  readonly #history: { readonly c: Command; readonly a: Answer }[] = [];
  #same: Elsewhere | undefined;
  #others: readonly { readonly bound: Bound; readonly there: Elsewhere }[] | undefined;
  #beforeLeft = BEFORE_MAX;

  constructor({ world, steps }: Trace) {
    this.#world = world;
    this.#next = sorts.map((sort) => 1 + highest(steps, sort));
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
    this.#same ??= new Elsewhere(this.#world, this.#history);
    // Commands that overlapped may have happened in another order than they returned.
    if (this.#same.isPossible(c)) return undefined;
    this.#others ??= bounds.flatMap((bound) => {
      const world = widened(this.#world, bound);
      return world === undefined ? [] : [{ bound, there: new Elsewhere(world, this.#history) }];
    });
    const found = this.#others.find(({ there }) => there.isPossible(c));
    if (found === undefined) return undefined;
    const { bound } = found;
    const has = `${bound.name}=${valueText(bound, boundOf(this.#world, bound))} (${bound.says})`;
    return bound.values.kind === 'number'
      ? `the world has no room for it: ${has}`
      : `not in this world: ${has}`;
  }

  /** Another word in the place of one of its own. */
  words(s: State, c: Command): string | undefined {
    const { fields } = stepRulesByKind[c.kind]!;
    for (const [name, field] of Object.entries(fields)) {
      if (!('oneOf' in field)) continue;
      const able = field.oneOf.filter((word) => isPossible(s, { ...c, [name]: word }));
      if (able.length > 0)
        return `${String(c[name])} is not possible now, ${able.join(' or ')} would be`;
    }
    return undefined;
  }

  /** A command after which it would make sense: the plainest. Undefined if that was asked too often. */
  before(s: State, c: Command): string | undefined {
    if (this.#beforeLeft-- <= 0) return undefined;
    const moves = new Moves(s, commandsIn(this.#world));
    moves.collect(this.#next);
    const here = s.layout.snapshot();
    const found = moves.list.find((move) => {
      const rules = stepRulesByKind[move.kind]!;
      rules.next(s, move, rules.typical(s, move));
      const helps = isPossible(s, c);
      s.layout.restore(here);
      return helps;
    });
    return found === undefined
      ? 'it is not possible now, nor after any one command'
      : `it would be possible after ${commandText(found)}`;
  }
}

type History = readonly { readonly c: Command; readonly a: Answer }[];

/** The model in another world, in which everything was answered the same. */
class Elsewhere {
  readonly #state: State;
  readonly #history: History;
  #done = 0;

  constructor(world: World, history: History) {
    this.#state = new State(world);
    this.#history = history;
  }

  isPossible(c: Command): boolean {
    for (; this.#done < this.#history.length; this.#done++) {
      const { c: earlier, a } = this.#history[this.#done]!;
      const rules: Rules = stepRulesByKind[earlier.kind]!;
      if (rules.possible(this.#state, earlier)) rules.next(this.#state, earlier, a);
    }
    return isPossible(this.#state, c);
  }
}

/** The highest number in a name of this sort; -1 if there is none. */
function highest(steps: readonly Command[], of: Sort): number {
  let most = -1;
  for (const c of steps)
    eachName(stepRulesByKind[c.kind]!, c, (sort, _field, name) => {
      if (sort === of) most = Math.max(most, name);
    });
  return most;
}

function isPossible(s: State, c: Command): boolean {
  return stepRulesByKind[c.kind]!.possible(s, c);
}
