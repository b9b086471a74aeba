import { type Answer, errno, ok } from '../model/answer.ts';
import type { Command, Rules } from '../model/command.ts';
import { through } from '../model/continuations.ts';
import type { Broken, Judgement } from '../model/judgement.ts';
import type { Task } from '../model/task.ts';
import type { Vocabulary } from '../model/vocabulary.ts';
import { type Clauses, everyClause, type Specification } from '../properties/specification.ts';
import type { View } from '../properties/law.ts';
import type { Measures } from './judge.ts';
import type { AnyState } from '../model/any-state.ts';

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

/** Who judges a step and a state, as `Judge` does. */
export interface Verdicts {
  /** Is this answer of this command admitted now? */
  verdict(rules: Rules, c: Command, a: Answer, allocations: number): Judgement;
  /** What the laws that look at steps compare with, in the present state. */
  measure(): Measures;
  /** What is broken now, if this was measured before; `only`: the command, if it was a single one. */
  brokenNow(was: Measures, only: View['last']): readonly Broken[];
}

/** A state that may have been before the commands overlapped, and what was measured in it then. */
interface Before {
  readonly state: Int32Array;
  readonly was: Measures;
}

/** How often a part of a command is tried on its own before all is taken for unexplained. */
const PARTS_MAX = 4096;
/** The same where an order of whole commands explains it already. */
const PARTS_MORE = 64;

/** States that different orders lead to are told apart by what comes later; more are not kept. */
const ALTERNATIVES_MAX = 16;

/**
 * Commands of several tasks that overlap in time, from the first that is left until none is. What the model
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

  /** Has a command been left, and not all of them returned? */
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

/** Depth-first through the orders that agree with who was before whom. */
class Orders {
  readonly #vocabulary: Vocabulary;
  readonly #state: AnyState;
  readonly #operations: readonly Operation[];
  readonly #verdicts: Verdicts;
  readonly #clauses: Clauses;
  /** What was measured before the order that is being tried. */
  #was: Measures = [];
  /** The longest order that fits, and the first answer that does not. */
  #longest: readonly Operation[] = [];
  #misfit: { readonly op: Operation; readonly judgement: Broken } | undefined;
  /** The first order that explains every answer: where it leads, and what is broken there. */
  #explained: { readonly state: Int32Array; readonly broken: readonly Broken[] } | undefined;
  /** What made something that is numbered, in the order in which it was begun. */
  readonly #makers: readonly Operation[];
  /** How many such things were made before. */
  readonly #made: number;
  /** Where the orders lead that explain everything. */
  readonly states: Int32Array[] = [];

  constructor(
    vocabulary: Vocabulary,
    state: AnyState,
    operations: readonly Operation[],
    verdicts: Verdicts,
    clauses: Clauses,
  ) {
    this.#vocabulary = vocabulary;
    this.#state = state;
    // As they returned, which all schedules agree about that differ in nothing that matters; not so about who was asked
    // first. So they agree about what is told, where no order explains the answers.
    this.#operations = operations.toSorted((a, b) => a.ended - b.ended);
    this.#makers = operations.filter(
      ({ rules, answer }) => rules.overlap?.isNumbered === true && answer!.errno === errno.OK,
    );
    this.#made = state.made ?? 0;
    this.#verdicts = verdicts;
    this.#clauses = clauses;
  }

  /** Every order from a state that may have been before. */
  from({ state, was }: Before): void {
    this.#state.layout.restore(state);
    this.#was = was;
    this.#extend([]);
  }

  /** How often commands may yet be done part by part: what they take away one after the other, each on its own. */
  #partsLeft = 0;

  /** What the parts of a command that were done on their own add to the value of its answer. */
  readonly #toldByParts = new Map<Operation, number>();

  #partOf(op: Operation): number {
    return this.#toldByParts.get(op) ?? 0;
  }

  /** The answer to what was left of the command. */
  #answerOf(op: Operation): Answer {
    const a = op.answer!;
    const part = this.#partOf(op);
    return part === 0 ? a : { errno: a.errno, value: a.value - part };
  }

  /** Tried behind the orders of whole commands, which may lead elsewhere. False if there is nothing to try. */
  goByParts(): boolean {
    this.#partsLeft = this.states.length > 0 ? PARTS_MORE : PARTS_MAX;
    return this.#operations.some(({ rules }) => rules.overlap?.parts !== undefined);
  }

  /** Every order that begins with `placed`, after which the state is. */
  #extend(placed: readonly Operation[]): void {
    if (placed.length === this.#operations.length) {
      this.#arrive();
      return;
    }
    if (this.#partsLeft > 0) this.#extendByParts(placed);
    const here = this.#state.layout.snapshot();
    const left = this.#operations.filter((op) => !placed.includes(op));
    const firstEnd = Math.min(...left.map(({ ended }) => ended));
    for (const op of left) {
      if (op.began > firstEnd && this.#clauses.precedence) continue; // another one had returned before it was asked
      if (this.states.length >= ALTERNATIVES_MAX) return;
      const judgement = this.#judge(op, left);
      if (judgement === undefined) {
        this.#happensNext(op, placed);
      } else if (this.#misfit === undefined || placed.length > this.#longest.length) {
        this.#longest = placed;
        this.#misfit = { op, judgement };
      }
      this.#state.layout.restore(here);
      this.#extendAsOf(op, placed, left);
    }
  }

  /** What one of those placed has replaced, by that one. */
  readonly #replaced = new Map<Operation, { readonly what: unknown }>();

  #happensNext(op: Operation, placed: readonly Operation[]): void {
    const { keeps } = op.rules.overlap ?? {};
    if (keeps !== undefined) this.#replaced.set(op, { what: keeps(this.#state) });
    this.#happens(op);
    this.#extend([...placed, op]);
  }

  /** Those in which it comes next, having found what another one, which overlaps it, has replaced since. */
  #extendAsOf(op: Operation, placed: readonly Operation[], left: readonly Operation[]): void {
    const { asOf } = op.rules.overlap ?? {};
    if (asOf === undefined) return;
    const here = this.#state.layout.snapshot();
    for (const other of placed) {
      const overlaps = other.began < op.ended && op.began < other.ended;
      const kept = overlaps ? this.#replaced.get(other) : undefined;
      if (other.rules.overlap?.keeps === undefined || kept === undefined) continue;
      if (this.states.length >= ALTERNATIVES_MAX) return;
      let isAdmitted = false;
      asOf(this.#state, kept.what, () => {
        isAdmitted = this.#judge(op, left) === undefined;
        if (isAdmitted) this.#happens(op);
      });
      if (isAdmitted) this.#extend([...placed, op]);
      this.#state.layout.restore(here);
    }
  }

  /** Those in which a part of a command comes next. */
  #extendByParts(placed: readonly Operation[]): void {
    const here = this.#state.layout.snapshot();
    const left = this.#operations.filter((op) => !placed.includes(op));
    const firstEnd = Math.min(...left.map(({ ended }) => ended));
    for (const op of left) {
      const { rules, c, began } = op;
      const { parts } = rules.overlap ?? {};
      if (parts === undefined || began > firstEnd || !rules.possible(this.#state, c)) continue;
      for (const part of parts(this.#state, c)) {
        const value = part(this.#state);
        if (!this.#state.layout.isAs(here) && this.#partsLeft-- > 0) {
          this.#toldByParts.set(op, this.#partOf(op) + value);
          this.#extend(placed);
          this.#toldByParts.set(op, this.#partOf(op) - value);
        }
        this.#state.layout.restore(here);
        if (this.states.length >= ALTERNATIVES_MAX) return;
      }
    }
  }

  /** @param guess - where the state goes if no order explains the answers */
  outcome(): readonly Broken[] {
    if (this.states.length > 0) {
      this.#state.layout.restore(this.states[0]!);
      return [];
    }
    if (this.#explained !== undefined) {
      this.#state.layout.restore(this.#explained.state);
      return this.#explained.broken;
    }
    const { op, judgement } = this.#misfit!;
    if (judgement.law !== 'answers-conform' || this.#operations.length === 1) return [judgement];
    if (!this.#clauses.misfits) return [];
    const fits =
      this.#longest.length === 0
        ? 'none can be the first'
        : `the longest that fits is ${this.#longest.map(({ c }) => this.#vocabulary.text(through(c))).join(', ')}`;
    return [
      {
        law: 'linearizability',
        place: judgement.place,
        witness: `No order of the overlapping commands explains their answers: ${fits}; then ${this.#vocabulary.text(through(op.c))} does not: ${judgement.witness}`,
      },
    ];
  }

  #happens(op: Operation): void {
    const { rules, c } = op;
    if (!rules.possible(this.#state, c)) return;
    const { made } = this.#state;
    // The number of what it makes was settled when it began, whenever it is thought to have happened.
    const rank = this.#makers.indexOf(op);
    if (rank >= 0) this.#state.made = this.#made + rank;
    rules.next(this.#state, c, this.#answerOf(op));
    if (rank >= 0 && made !== undefined) this.#state.made = made;
  }

  #arrive(): void {
    if (this.#makers.length > 0) this.#state.made = this.#made + this.#makers.length;
    const here = this.#state.layout.snapshot();
    if (this.states.some((known) => this.#state.layout.isAs(known))) return;
    const [first, ...others] = this.#operations;
    const only = others.length > 0 ? undefined : { c: first!.c, answer: first!.answer! };
    const broken = this.#clauses.laws ? this.#verdicts.brokenNow(this.#was, only) : [];
    if (broken.length === 0) this.states.push(here);
    else this.#explained ??= { state: here, broken };
  }

  /**
   * Is the answer admitted now? Some commands take things away bit by bit, and who looks meanwhile may
   * find this gone and that still there: so it is admitted too if it is where such a command, which
   * overlaps it and is placed later, is half done or done.
   */
  #judge(op: Operation, left: readonly Operation[]): Judgement {
    const judgement = this.#judgeHere(op);
    if (judgement === undefined || this.#isForWant(op)) return undefined;
    const here = this.#state.layout.snapshot();
    for (const other of left) {
      const overlaps = other.began < op.ended && op.began < other.ended;
      const { halfway, parts } = other.rules.overlap ?? {};
      if (halfway === undefined || other === op || !overlaps) continue;
      if (!other.rules.possible(this.#state, other.c)) continue;
      // What can be done part by part is tried so, which also says what is true then.
      const hasParts = (parts?.(this.#state, other.c).length ?? 0) > 0;
      const next: typeof halfway = (s, c, a) => other.rules.next(s, c, a);
      for (const act of hasParts ? [halfway] : [halfway, next]) {
        act(this.#state, other.c, this.#answerOf(other));
        const now = this.#judgeHere(op);
        this.#state.layout.restore(here);
        if (now === undefined) return undefined;
      }
    }
    return judgement;
  }

  /** Was it refused for want of memory that another one, which overlaps it, may have had for a moment? */
  #isForWant(op: Operation): boolean {
    if (op.rules.draw?.rivals !== true || op.answer!.errno !== errno.ENOMEM) return false;
    return this.#operations.some(
      (other) =>
        other !== op &&
        other.rules.draw?.rivals === true &&
        other.began < op.ended &&
        op.began < other.ended,
    );
  }

  #judgeHere(op: Operation): Judgement {
    const { rules, c, allocations } = op;
    const a = this.#answerOf(op);
    if (rules.possible(this.#state, c)) return this.#verdicts.verdict(rules, c, a, allocations);
    // What it is about was taken away by another one just before: it may say so in any words.
    if (a.errno !== errno.OK || rules.overlap?.succeedsOnNothing === true || !this.#clauses.gone)
      return undefined;
    const outcome = rules.outcome?.(a) ?? 'success';
    const how =
      outcome === 'success' ? 'succeeded' : `was answered “${this.#vocabulary.answer(c, a)}”`;
    return {
      law: 'answers-conform',
      place: { command: c.kind, answer: outcome },
      witness: `${c.kind} ${how}, but its target was gone.`,
    };
  }
}
