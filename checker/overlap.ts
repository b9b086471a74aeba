import { type Answer, errno } from '../model/answer.ts';
import type { Command, Rules } from '../model/command.ts';
import type { Broken, Judgement } from '../model/judgement.ts';
import type { State } from '../model/state.ts';
import { type Task, taskOf } from '../model/task.ts';
import { commandText } from '../model/text.ts';

/** A command among others, from when it was asked to when it was answered. */
export interface Operation {
  readonly c: Command;
  readonly rules: Rules;
  readonly task: Task;
  /** Moments: what ended before another began was before it, in whatever order the others are put. */
  readonly began: number;
  ended: number;
  answer: Answer | undefined;
  /** Allocations that it made: whether the one that was to fail was among them. */
  allocations: number;
}

/** More overlapping commands have too many orders to try them all. */
export const OPERATIONS_MAX = 9;

/** Is this answer of this command admitted now? */
type Verdict = (rules: Rules, c: Command, a: Answer, allocations: number) => Judgement;

/**
 * Commands of several tasks that overlap in time, from the first that is left until none is. What the model
 * makes of them can only be said then: the answers must be those of some order of them, in which each
 * happens at one moment between its call and its return (linearizability; Herlihy and Wing, 1990), and so
 * must what is true afterwards be. Until then its state is a guess, good enough to know what can be asked.
 */
export class Overlap {
  readonly #state: State;
  readonly #verdict: Verdict;
  readonly #operations: Operation[] = [];
  #before = new Int32Array(0) as Int32Array;
  #moment = 0;

  constructor(state: State, verdict: Verdict) {
    this.#state = state;
    this.#verdict = verdict;
  }

  /** Has a command been left, and not all of them returned? */
  get isOpen(): boolean {
    return this.#operations.length > 0;
  }

  /** Commands that have not returned, in the order in which they were asked. */
  get pending(): readonly Operation[] {
    return this.#operations.filter(({ answer }) => answer === undefined);
  }

  get isFull(): boolean {
    return this.#operations.length >= OPERATIONS_MAX;
  }

  pendingOn(task: Task): Operation | undefined {
    return this.#operations.find((op) => op.answer === undefined && op.task === task);
  }

  /** A command is asked. */
  begin(rules: Rules, c: Command): Operation {
    if (this.#operations.length === 0) this.#before = this.#state.layout.snapshot();
    const op: Operation = {
      c,
      rules,
      task: taskOf(rules, c),
      began: this.#moment++,
      ended: Infinity,
      answer: undefined,
      allocations: 0,
    };
    this.#operations.push(op);
    return op;
  }

  /** It was answered: the state guesses that it happened last. */
  end(op: Operation, answer: Answer, allocations: number): void {
    op.answer = answer;
    op.allocations = allocations;
    op.ended = this.#moment++;
    if (op.rules.possible(this.#state, op.c)) op.rules.next(this.#state, op.c, answer);
  }

  forget(): void {
    if (this.#operations.length > 0) this.#operations.length = 0;
    this.#moment = 0;
  }

  /**
   * All have returned. Puts the state into what an order leads to that explains the answers and after
   * which `broken` finds nothing; or, if there is none, into what the first order leads to that explains
   * the answers. Returns what no order explains, or what is broken after every one that does.
   */
  close(broken: () => readonly Broken[]): readonly Broken[] {
    const orders = new Orders(this.#state, this.#operations, this.#verdict, broken);
    this.#state.layout.restore(this.#before);
    orders.extend([]);
    const found = orders.outcome();
    this.forget();
    return found;
  }
}

/** Depth-first through the orders that agree with who was before whom. */
class Orders {
  readonly #state: State;
  readonly #operations: readonly Operation[];
  readonly #verdict: Verdict;
  readonly #broken: () => readonly Broken[];
  /** The longest order that fits, and the first answer that does not. */
  #longest: readonly Operation[] = [];
  #misfit: { readonly op: Operation; readonly judgement: Broken } | undefined;
  /** The first order that explains every answer: where it leads, and what is broken there. */
  #explained: { readonly state: Int32Array; readonly broken: readonly Broken[] } | undefined;

  constructor(
    state: State,
    operations: readonly Operation[],
    verdict: Verdict,
    broken: () => readonly Broken[],
  ) {
    this.#state = state;
    this.#operations = operations;
    this.#verdict = verdict;
    this.#broken = broken;
  }

  /** Whether an order that begins with `placed`, after which the state is, explains everything. */
  extend(placed: readonly Operation[]): boolean {
    if (placed.length === this.#operations.length) return this.#isFine();
    const here = this.#state.layout.snapshot();
    const left = this.#operations.filter((op) => !placed.includes(op));
    const firstEnd = Math.min(...left.map(({ ended }) => ended));
    for (const op of left) {
      if (op.began > firstEnd) continue; // another one had returned before it was asked
      const judgement = this.#place(op);
      if (judgement !== undefined) {
        if (this.#misfit === undefined || placed.length > this.#longest.length) {
          this.#longest = placed;
          this.#misfit = { op, judgement };
        }
      } else if (this.extend([...placed, op])) return true;
      this.#state.layout.restore(here);
    }
    return false;
  }

  outcome(): readonly Broken[] {
    if (this.#explained !== undefined) {
      this.#state.layout.restore(this.#explained.state);
      return this.#explained.broken;
    }
    const { op, judgement } = this.#misfit!;
    if (judgement.law !== 'answers-conform') return [judgement];
    const fits =
      this.#longest.length === 0
        ? 'none can be the first'
        : `the longest that fits is ${this.#longest.map(({ c }) => commandText(plain(c))).join(', ')}`;
    return [
      {
        law: 'linearizability',
        place: judgement.place,
        witness: `No order of the commands that overlap explains their answers: ${fits}; then ${commandText(plain(op.c))} does not: ${judgement.witness}`,
      },
    ];
  }

  #isFine(): boolean {
    const broken = this.#broken();
    if (this.#explained === undefined || broken.length === 0)
      this.#explained = { state: this.#state.layout.snapshot(), broken };
    return broken.length === 0;
  }

  /** Lets it happen now, if its answer is admitted. */
  #place({ rules, c, answer, allocations }: Operation): Judgement {
    const a = answer!;
    if (!rules.possible(this.#state, c)) {
      // What it is about was taken away by another one just before: it may say so in any words.
      if (a.errno !== errno.OK) return undefined;
      return {
        law: 'answers-conform',
        place: `${c.kind}: success`,
        witness: `${c.kind} succeeded, but what it is about was gone.`,
      };
    }
    const judgement = this.#verdict(rules, c, a, allocations);
    if (judgement === undefined) rules.next(this.#state, c, a);
    return judgement;
  }
}

function plain({ stops: _stops, ...c }: Command): Command {
  return c;
}
