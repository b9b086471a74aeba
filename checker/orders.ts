import { type Answer, errno } from '../model/answer.ts';
import type { Command, Rules } from '../model/command.ts';
import { through } from '../model/continuations.ts';
import type { Broken, Judgement } from '../model/judgement.ts';
import type { Vocabulary } from '../model/vocabulary.ts';
import type { View } from '../properties/law.ts';
import type { Clauses } from '../properties/specification.ts';
import type { Measures } from './judge.ts';
import { areConcurrent, type Operation } from './operation.ts';
import type { AnyState } from '../model/any-state.ts';

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
export interface Before {
  readonly state: Int32Array;
  readonly was: Measures;
}

/** How often a part of a command is tried on its own before all is taken for unexplained. */
const PARTS_MAX = 4096;
/** The same where an order of whole commands explains it already. */
const PARTS_MORE = 64;

/** States that different orders lead to are told apart by what comes later; more are not kept. */
const ALTERNATIVES_MAX = 16;

/** Depth-first through the orders that agree with who was before whom. */
export class Orders {
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
  /** How often commands may yet be done part by part: what they take away one after the other, each on its own. */
  #partsLeft = 0;
  /** What the parts of a command that were done on their own add to the value of its answer. */
  readonly #toldByParts = new Map<Operation, number>();
  /** What one of those placed has replaced, by that one. */
  readonly #replaced = new Map<Operation, { readonly what: unknown }>();

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

  #partOf(op: Operation): number {
    return this.#toldByParts.get(op) ?? 0;
  }

  /** The answer to the remainder of the command. */
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
    const unplaced = this.#operations.filter((op) => !placed.includes(op));
    const firstEnd = Math.min(...unplaced.map(({ ended }) => ended));
    for (const op of unplaced) {
      if (op.began > firstEnd && this.#clauses.precedence) continue; // another one had returned before it was asked
      if (this.states.length >= ALTERNATIVES_MAX) return;
      const judgement = this.#judge(op, unplaced);
      if (judgement === undefined) {
        this.#happensNext(op, placed);
      } else if (this.#misfit === undefined || placed.length > this.#longest.length) {
        this.#longest = placed;
        this.#misfit = { op, judgement };
      }
      this.#state.layout.restore(here);
      this.#extendAsOf(op, placed, unplaced);
    }
  }

  #happensNext(op: Operation, placed: readonly Operation[]): void {
    const { keeps } = op.rules.overlap ?? {};
    if (keeps !== undefined) this.#replaced.set(op, { what: keeps(this.#state) });
    this.#happens(op);
    this.#extend([...placed, op]);
  }

  /** Those in which it comes next, having found what another one, which overlaps it, has replaced since. */
  #extendAsOf(op: Operation, placed: readonly Operation[], unplaced: readonly Operation[]): void {
    const { asOf } = op.rules.overlap ?? {};
    if (asOf === undefined) return;
    const here = this.#state.layout.snapshot();
    for (const other of placed) {
      const kept = areConcurrent(op, other) ? this.#replaced.get(other) : undefined;
      if (other.rules.overlap?.keeps === undefined || kept === undefined) continue;
      if (this.states.length >= ALTERNATIVES_MAX) return;
      let isAdmitted = false;
      asOf(this.#state, kept.what, () => {
        isAdmitted = this.#judge(op, unplaced) === undefined;
        if (isAdmitted) this.#happens(op);
      });
      if (isAdmitted) this.#extend([...placed, op]);
      this.#state.layout.restore(here);
    }
  }

  /** Those in which a part of a command comes next. */
  #extendByParts(placed: readonly Operation[]): void {
    const here = this.#state.layout.snapshot();
    const unplaced = this.#operations.filter((op) => !placed.includes(op));
    const firstEnd = Math.min(...unplaced.map(({ ended }) => ended));
    for (const op of unplaced) {
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

  /** Puts the state where the first order leads that explains the answers. Returns what is broken there, or what no order explains. */
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
    const text = (c: Command): string => this.#vocabulary.text(through(c));
    const fits =
      this.#longest.length === 0
        ? 'no command can be the first;'
        : `the longest order that fits is ${this.#longest.map(({ c }) => text(c)).join(', ')}; after it`;
    return [
      {
        law: 'linearizability',
        place: judgement.place,
        witness: `No order of the overlapping commands explains their answers: ${fits} ${text(op.c)} does not fit: ${judgement.witness}`,
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
   * Is the answer admitted now? Some commands take things away one by one, and another command may then find one
   * thing gone and another still there. So the answer is also admitted if it would be with such a command half done or
   * done, provided that the two overlap and that the other one is placed later.
   */
  #judge(op: Operation, unplaced: readonly Operation[]): Judgement {
    const judgement = this.#judgeHere(op);
    if (judgement === undefined || this.#isForWant(op)) return undefined;
    const here = this.#state.layout.snapshot();
    for (const other of unplaced) {
      const { halfway, parts } = other.rules.overlap ?? {};
      if (halfway === undefined || other === op || !areConcurrent(op, other)) continue;
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
      (other) => other !== op && other.rules.draw?.rivals === true && areConcurrent(op, other),
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
    const how = outcome === 'success' ? 'succeeded' : `returned “${this.#vocabulary.answer(c, a)}”`;
    return {
      law: 'answers-conform',
      place: { command: c.kind, answer: outcome },
      witness: `${c.kind} ${how}, but its target was gone.`,
    };
  }
}
