import { type Answer, ok } from '../model/answer.ts';
import type { Command, Rules } from '../model/command.ts';
import type { Broken } from '../model/judgement.ts';
import type { Task } from '../model/task.ts';
import type { Vocabulary } from '../model/vocabulary.ts';
import { type Clauses, everyClause, type Specification } from '../properties/specification.ts';
import type { Operation } from './operation.ts';
import { type Before, Orders, type Verdicts } from './orders.ts';
import type { AnyState } from '../model/any-state.ts';

/** The largest number of overlapping commands: more have too many orders to try all. */
export const OPERATIONS_MAX = 9;

/**
 * Commands of several tasks that overlap in time, from the first that is suspended until none is. Only then can the model
 * judge them: the answers, and the state afterwards, must be those of some order in which each command happens at one
 * moment between its call and its return (linearizability; Herlihy and Wing, 1990). Until then the state of the model is
 * a guess, which is good enough to know which commands can be issued. If several orders fit, all their states are kept
 * until later answers rule some out.
 */
export class Overlap {
  readonly #vocabulary: Vocabulary;
  readonly #state: AnyState;
  readonly #verdicts: Verdicts;
  readonly #clauses: Clauses;
  readonly #operations: Operation[] = [];
  /** The possible states before the first of them. */
  #before: readonly Before[] = [];
  /** The possible states after they have returned. */
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

  /** Whether a command was suspended, and not all of them have returned. */
  get isOpen(): boolean {
    return this.#operations.length > 0;
  }

  /** Whether several orders explain the answers so far. */
  get isAmbiguous(): boolean {
    return this.#alternatives.length > 1;
  }

  /** Commands that have not returned, in the order of their calls. */
  get pending(): readonly Operation[] {
    return this.#operations.filter(({ answer }) => answer === undefined);
  }

  get isFull(): boolean {
    return this.#operations.length >= OPERATIONS_MAX;
  }

  pendingOn(task: Task): Operation | undefined {
    return this.#operations.find((op) => op.answer === undefined && op.task === task);
  }

  /** Whether there is room for the object that a command creates, besides those of the commands that have not returned. */
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

  /** Notes the call of a command. */
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

  /** Notes its return; the guessed state is that it happened last. */
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

  /** Visits each possible state: a value that one of them expects may not be expected in another. */
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
   * Called when all have returned. Sets the state to the end of an order that explains the answers and breaks no law; if
   * none exists, to the end of the first order that explains the answers; if no order does, the state stays the guess,
   * because a trace continues after an answer that is not admitted. Returns the answer that no order explains, or the
   * laws that are broken after every order that does.
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
