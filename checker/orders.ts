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

/** Judges a step and a state, as `Judge` does. */
export interface Verdicts {
  /** Whether this answer of this command is admitted now. */
  verdict(rules: Rules, c: Command, a: Answer, allocations: number): Judgement;
  /** The measures of the present state for the laws about steps. */
  measure(): Measures;
  /** The laws that are broken now, given earlier measures; `only`: the command, if it was a single one. */
  brokenNow(was: Measures, only: View['last']): readonly Broken[];
}

/** A possible state before the overlapping commands, and its measures. */
export interface Before {
  readonly state: Int32Array;
  readonly was: Measures;
}

/** The number of parts of commands that are tried separately before the answers count as unexplained. */
const PARTS_MAX = 4096;
/** The same if an order of whole commands already explains the answers. */
const PARTS_MORE = 64;

/** The largest number of states after different orders that are kept until later answers rule some out. */
const ALTERNATIVES_MAX = 16;

/** Searches, depth first, the orders in which a command that returned before another was called comes first. */
export class Orders {
  readonly #vocabulary: Vocabulary;
  readonly #state: AnyState;
  readonly #operations: readonly Operation[];
  readonly #verdicts: Verdicts;
  readonly #clauses: Clauses;
  /** The measures before the order that is being tried. */
  #was: Measures = [];
  /** The longest order that fits, and the first answer that does not. */
  #longest: readonly Operation[] = [];
  #misfit: { readonly op: Operation; readonly judgement: Broken } | undefined;
  /** The first order that explains every answer: the state at its end, and the laws that are broken there. */
  #explained: { readonly state: Int32Array; readonly broken: readonly Broken[] } | undefined;
  /** The commands that created a numbered object, in the order in which they began. */
  readonly #makers: readonly Operation[];
  /** The moment by which each command has taken effect. */
  readonly #until: ReadonlyMap<Operation, number>;
  /** The number of such objects that were created before. */
  readonly #made: number;
  /** The states at the end of the orders that explain all answers. */
  readonly states: Int32Array[] = [];
  /**
   * How many more parts of commands may be tried: a command that removes objects one after the other has a part for each.
   */
  #partsLeft = 0;
  /** Whether it tries them now; and how many are in the order that is being tried. */
  #goesByParts = false;
  #parted = 0;
  /** The share of the answer’s value that the separate parts of a command returned. */
  readonly #toldByParts = new Map<Operation, number>();
  /** What each placed command has replaced. */
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
    // In the order of their returns, which is the same in equivalent schedules; the order of the calls is not. So
    // equivalent schedules report the same if no order explains the answers.
    this.#operations = operations.toSorted((a, b) => a.ended - b.ended);
    this.#makers = operations.filter(
      ({ rules, answer }) => rules.overlap?.isNumbered === true && answer!.errno === errno.OK,
    );
    this.#made = state.made ?? 0;
    this.#until = new Map(operations.map((op) => [op, effectiveEnd(op, operations)]));
    this.#verdicts = verdicts;
    this.#clauses = clauses;
  }

  /** Tries every order from a possible earlier state. */
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

  /**
   * Tries orders with separate parts of commands, after the orders of whole commands, which may lead to other states.
   * False if no command has parts.
   */
  goByParts(): boolean {
    this.#partsLeft = this.states.length > 0 ? PARTS_MORE : PARTS_MAX;
    this.#goesByParts = true;
    return this.#operations.some(({ rules }) => rules.overlap?.parts !== undefined);
  }

  /** Tries every order that begins with `placed`; the state is that after `placed`. */
  #extend(placed: readonly Operation[]): void {
    if (placed.length === this.#operations.length) {
      this.#arrive();
      return;
    }
    if (this.#partsLeft > 0) this.#extendByParts(placed);
    // The orders of whole commands were tried before.
    if (this.#goesByParts && this.#partsLeft <= 0 && this.#parted === 0) return;
    const here = this.#state.layout.snapshot();
    const unplaced = this.#operations.filter((op) => !placed.includes(op));
    const firstEnd = Math.min(...unplaced.map((op) => this.#until.get(op)!));
    for (const op of unplaced) {
      if (op.began > firstEnd && this.#clauses.precedence) continue; // another one had returned before it was called
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

  /** The orders in which it comes next, and found what an overlapping command has replaced since. */
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

  /** The orders in which a part of a command comes next. */
  #extendByParts(placed: readonly Operation[]): void {
    const unplaced = this.#operations.filter((op) => !placed.includes(op));
    if (unplaced.every(({ rules }) => rules.overlap?.parts === undefined)) return;
    const here = this.#state.layout.snapshot();
    const firstEnd = Math.min(...unplaced.map((op) => this.#until.get(op)!));
    for (const op of unplaced) {
      const { rules, c, began } = op;
      const { parts } = rules.overlap ?? {};
      if (parts === undefined || began > firstEnd || !rules.possible(this.#state, c)) continue;
      for (const part of parts(this.#state, c)) {
        const value = part(this.#state);
        if (!this.#state.layout.isAs(here) && this.#partsLeft-- > 0) {
          this.#toldByParts.set(op, this.#partOf(op) + value);
          this.#parted++;
          this.#extend(placed);
          this.#parted--;
          this.#toldByParts.set(op, this.#partOf(op) - value);
        }
        this.#state.layout.restore(here);
        if (this.states.length >= ALTERNATIVES_MAX) return;
      }
    }
  }

  /**
   * Sets the state to the end of the first order that explains the answers. Returns the laws that are broken there, or
   * the answer that no order explains.
   */
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
    // The number of the new object was determined when the command began, wherever the order places it.
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
   * Whether the answer is admitted now. Some commands remove objects one by one, and another command may then find one
   * object gone and another still there. So the answer is also admitted if it would be after half or all of such a
   * command, provided that the two overlap and that the order places that command later.
   */
  #judge(op: Operation, unplaced: readonly Operation[]): Judgement {
    const judgement = this.#judgeHere(op);
    if (judgement === undefined || this.#isForWant(op)) return undefined;
    const here = this.#state.layout.snapshot();
    for (const other of unplaced) {
      const { halfway, parts } = other.rules.overlap ?? {};
      if (halfway === undefined || other === op || !areConcurrent(op, other)) continue;
      if (!other.rules.possible(this.#state, other.c)) continue;
      // A command with parts is tried part by part, which also determines the state in between.
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

  /** Whether it was refused because an overlapping command may have had, for a moment, the memory that it lacked. */
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
    // Another command has just removed its target: it may refuse with any answer.
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

/**
 * The moment by which a command has taken effect: its return. But what it ends lives on while an overlapping command keeps it alive.
 */
function effectiveEnd(op: Operation, operations: readonly Operation[]): number {
  if (op.rules.draw?.ends !== true) return op.ended;
  const keepers = operations.filter(
    (other) => other.rules.overlap?.keepsAlive === true && areConcurrent(op, other),
  );
  return Math.max(op.ended, ...keepers.map(({ ended }) => ended));
}
