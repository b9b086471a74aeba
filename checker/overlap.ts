import { type Answer, ok } from '../model/answer.ts';
import type { Command, Rules } from '../model/command.ts';
import type { Broken } from '../model/judgement.ts';
import type { Task } from '../model/task.ts';
import type { Vocabulary } from '../model/vocabulary.ts';
import { type Clauses, everyClause, type Specification } from '../properties/specification.ts';
import type { Operation } from './operation.ts';
import { type Before, Orders, type Verdicts } from './orders.ts';
import type { AnyState } from '../model/any-state.ts';

/** More overlapping commands have too many orders to try them all. */
export const OPERATIONS_MAX = 9;

/**
 * Commands of several tasks that overlap in time, from the first that is suspended until none is. What the model
 * makes of them can only be said then: the answers must be those of some order of them, in which each
 * happens at one moment between its call and its return (linearizability; Herlihy and Wing, 1990), and so
 * must what is true afterwards be. Until then its state is a guess, good enough to know what can be asked.
 *
 * Where several orders fit, what follows tells which it was: until then there are several states.
 */
export class Overlap {
  readonly #vocabulary: Vocabulary;
  readonly #state: AnyState;
  readonly #verdicts: Verdicts;
  readonly #clauses: Clauses;
  readonly #operations: Operation[] = [];
  /** What the state may have been before the first of them. */
  #before: readonly Before[] = [];
  /** After they have returned, what it may be. */
  #alternatives: readonly Int32Array[] = [];
  #moment = 0;

  constructor(
    { vocabulary, overlaps = everyClause }: Pick<Specification, 'vocabulary' | 'overlaps'>,
    state: AnyState,
    verdicts: Verdicts,
  ) {
    this.#vocabulary = vocabulary;
    this.#state = state;
    this.#verdicts = verdicts;
    this.#clauses = overlaps;
  }

  /** Was a command suspended, and have not all of them returned? */
  get isOpen(): boolean {
    return this.#operations.length > 0;
  }

  /** Is it unknown which of several orders it was? */
  get isAmbiguous(): boolean {
    return this.#alternatives.length > 1;
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

  /** Is there room for what a command makes beside what those make that have not returned? */
  hasRoomFor(rules: Rules, c: Command): boolean {
    const makers = this.pending.filter(
      ({ c: { kind } }) => this.#vocabulary.madeField(kind) !== undefined,
    );
    if (makers.length === 0) return true;
    const here = this.#state.layout.snapshot();
    for (const op of makers)
      if (op.rules.possible(this.#state, op.c)) op.rules.next(this.#state, op.c, ok(1));
    const hasRoom = rules.possible(this.#state, c);
    this.#state.layout.restore(here);
    return hasRoom;
  }

  /** A command is asked. */
  begin(rules: Rules, c: Command): Operation {
    if (this.#operations.length === 0) this.#before = this.#measured();
    const op: Operation = {
      c,
      rules,
      task: this.#vocabulary.taskOf(c),
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
    this.#before = [];
    this.#alternatives = [];
    this.#moment = 0;
  }

  /** Each state that it may be now: what is expected in one need not be expected in another. */
  #measured(): Before[] {
    const here = this.#state.layout.snapshot();
    if (!this.isAmbiguous) return [{ state: here, was: this.#verdicts.measure() }];
    const before = this.#alternatives.map((state): Before => {
      this.#state.layout.restore(state);
      return { state, was: this.#verdicts.measure() };
    });
    this.#state.layout.restore(here);
    return before;
  }

  /**
   * All have returned. Puts the state into what an order leads to that explains the answers and after
   * which nothing is broken; or, if there is none, into what the first order leads to that explains
   * the answers; or, if no order does, it stays the guess: a trace goes on from an answer that is not admitted.
   * Returns what no order explains, or what is broken after every one that does.
   */
  close(): readonly Broken[] {
    const guess = this.#state.layout.snapshot();
    this.#state.layout.restore(this.#before[0]!.state);
    const orders = new Orders(
      this.#vocabulary,
      this.#state,
      this.#operations,
      this.#verdicts,
      this.#clauses,
    );
    for (const before of this.#before) orders.from(before);
    if (orders.goByParts()) for (const before of this.#before) orders.from(before);
    this.#state.layout.restore(guess);
    const found = orders.outcome();
    this.#operations.length = 0;
    this.#before = [];
    this.#moment = 0;
    this.#alternatives = orders.states;
    return found;
  }
}
