import type { Port } from '../../implementation/port.ts';
import { Canonicaliser } from '../../memory/canonical.ts';
import type { Answer } from '../../model/answer.ts';
import type { AnyWorld } from '../../model/any-world.ts';
import type { Command } from '../../model/command.ts';
import type { Gauge } from '../../model/gauge.ts';
import { InputError } from '../../model/input-error.ts';
import type { Broken } from '../../model/judgement.ts';
import type { Specification } from '../../properties/specification.ts';
import { Moves } from '../exhaustive/moves.ts';
import type { Space, StepResult } from '../exhaustive/space.ts';
import { StateWords } from '../exhaustive/state-words.ts';
import { alikeIn, type Symmetry } from '../exhaustive/symmetry.ts';
import { endsTrace, Judge, type StepOptions } from '../judge.ts';
import { sharedGauges } from './shared-gauges.ts';

/** New states are judged by `judge`; a step judges only what belongs to the step. */
const STEP_OPTIONS: StepOptions = { looksAt: 'complaints' };

const FULL: StepResult = { went: 'full', isSought: false };
const ON: StepResult = { went: 'on', isSought: false };
const SAME: StepResult = { went: 'same', isSought: false };
const ENDED: StepResult = { went: 'ended', isSought: false };
/** After it the models differ, so nothing that follows can be compared. */
const DIVERGED: StepResult = { went: 'ended', isSought: true };

/** One of the two implementations, with a model of its own. */
interface Side {
  readonly port: Port;
  readonly judge: Judge;
  readonly words: StateWords;
  /** The laws that the last move or the judged state breaks, by their name. */
  readonly broken: Map<string, Broken>;
}

/** A law that only one of two implementations breaks: the first (0) or the second (1). */
export interface OneSided {
  readonly side: number;
  readonly broken: Broken;
}

/** The last command of a way, and the number of the way before it. */
interface Way {
  readonly before: number;
  readonly command: Command;
}

const START = -1;

/**
 * Two implementations side by side as one space: a move issues the same command to both. It searches for the moves and states in
 * which they differ: in an answer, in what a gauge shows, or in a broken law. As long as they do not differ their models are
 * equal, so the form of a state has only one of them.
 */
export class PairSpace implements Space {
  readonly size: number;
  readonly #specification: Specification;
  readonly #world: AnyWorld;
  readonly #sides: readonly [Side, Side];
  readonly #moves: Moves;
  readonly #ids: number[] = [];
  readonly #makes: ReadonlyMap<string, number>;
  readonly #canonical: Canonicaliser;
  /** The ways to all states that were saved: a state has the number of its way in its last word. */
  readonly #ways: Way[] = [];
  /** The way to the state that was loaded last. */
  #loadedWay = START;
  /** The command since then. */
  #last: Command | undefined;
  #isAtRest = false;
  #loaded: Int32Array | undefined;
  #loadedParts: readonly [Int32Array, Int32Array] | undefined;

  /** @throws InputError if an implementation cannot be put back into an earlier state */
  constructor(
    specification: Specification,
    ports: readonly [Port, Port],
    world: AnyWorld,
    symmetry: Symmetry,
  ) {
    this.#specification = specification;
    this.#world = world;
    const firstNames = specification.vocabulary.sorts.map(({ first = 0 }) => first);
    this.#sides = [
      sideOf(specification, ports[0], world, firstNames),
      sideOf(specification, ports[1], world, []),
    ];
    const [one, other] = this.#sides;
    this.size = one.words.size + other.words.size + 1;
    const rules = Object.values(one.judge.rules).filter(({ kind }) => kind in other.judge.rules);
    this.#moves = new Moves(specification, one.judge.state, rules);
    this.#makes = new Map(rules.map((r) => [r.kind, Moves.makes(specification, r)]));
    this.#canonical = new Canonicaliser(
      [...one.words.memories, other.words.memories[1]!],
      alikeIn(specification, one.judge.state, symmetry),
    );
  }

  start(): void {
    this.#canonical.forget();
    for (const { judge, words } of this.#sides) {
      judge.reset();
      words.start();
    }
    this.#ways.length = 0;
    this.#loadedWay = START;
    this.#last = undefined;
    this.#loaded = undefined;
  }

  save(into: Int32Array): void {
    const [one, other] = this.#sides;
    one.words.save(into);
    other.words.save(into.subarray(one.words.size));
    into[this.size - 1] =
      this.#last === undefined
        ? this.#loadedWay
        : this.#ways.push({ before: this.#loadedWay, command: this.#last }) - 1;
  }

  load(from: Int32Array): void {
    // The engine loads states from one array.
    if (this.#loaded !== from) {
      const { size } = this.#sides[0].words;
      this.#loaded = from;
      this.#loadedParts = [from.subarray(0, size), from.subarray(size)];
    }
    const parts = this.#loadedParts!;
    this.#sides.forEach(({ port, words }, i) => {
      words.load(parts[i]!);
      port.forgetLog?.();
      port.abandon?.();
    });
    this.#loadedWay = from[this.size - 1]!;
    this.#last = undefined;
  }

  /** The commands that lead to the present state. */
  steps(): readonly Command[] {
    const steps = this.#last === undefined ? [] : [this.#last];
    for (let at = this.#loadedWay; at !== START; at = this.#ways[at]!.before)
      steps.push(this.#ways[at]!.command);
    return steps.toReversed();
  }

  /** Whether all deferred work has run in the judged state. */
  get isAtRest(): boolean {
    return this.#isAtRest;
  }

  /** The kinds of commands that only one of the two knows. They are no moves. */
  get notIssued(): readonly string[] {
    const [one, other] = this.#sides.map(({ judge }) => Object.keys(judge.rules)) as [
      string[],
      string[],
    ];
    return [
      ...one.filter((kind) => !other.includes(kind)),
      ...other.filter((kind) => !one.includes(kind)),
    ];
  }

  /** The laws that the last move or the judged state breaks on one side alone. */
  lawsOfOne(): readonly OneSided[] {
    return this.#sides.flatMap(({ broken }, side) => {
      const { broken: too } = this.#sides[1 - side]!;
      return [...broken.values()].flatMap((b) => (too.has(b.law) ? [] : [{ side, broken: b }]));
    });
  }

  moves(): readonly number[] {
    this.#moves.collect(this.#sides[0].words.nextName);
    this.#ids.length = 0;
    for (let i = 0; i < this.#moves.list.length; i++) this.#ids.push(i);
    return this.#ids;
  }

  step(move: number): StepResult {
    const c = this.#moves.list[move]!;
    this.#last = c;
    this.#lookAnew();
    const [one, other] = this.#sides;
    const a = one.judge.step(c, STEP_OPTIONS);
    const b = other.judge.step(c, STEP_OPTIONS);
    if (a === undefined || b === undefined) return FULL;
    if (!isSameAnswer(a, b) || this.#isJudgedDifferently()) return DIVERGED;
    if (endsTrace(a)) return ENDED;
    const makes = this.#makes.get(c.kind)!;
    const { nextName } = one.words;
    if (makes >= 0) nextName[makes]!++;
    if (!one.words.isAsLoaded() || !other.words.isAsLoaded()) return ON;
    if (makes >= 0) nextName[makes]!--;
    this.#last = undefined;
    return SAME;
  }

  key(): Canonicaliser | undefined {
    return this.#canonical.run(true) ? this.#canonical : undefined;
  }

  judge(): boolean {
    this.#lookAnew();
    for (const { port, judge } of this.#sides) {
      port.forgetLog?.();
      judge.forget();
      judge.look(false);
    }
    const gauges = this.#gauges();
    if (this.#isJudgedDifferently() || this.#showsDifferently(gauges)) return true;
    const [one, other] = this.#sides;
    if (!one.judge.state.isOver()) return false;
    this.#isAtRest = true;
    one.judge.rest();
    other.judge.rest();
    return this.#isJudgedDifferently() || this.#showsDifferently(gauges);
  }

  #gauges(): readonly Gauge[] {
    const ports = this.#sides.map(({ port }) => port) as [Port, Port];
    return sharedGauges(this.#specification, ports, { world: this.#world, steps: this.steps() });
  }

  #showsDifferently(gauges: readonly Gauge[]): boolean {
    const [one, other] = this.#sides;
    const [seen, seenToo] = [one.port.observe(), other.port.observe()];
    return gauges.some(
      (gauge) => gauge.read(seen, one.judge.state) !== gauge.read(seenToo, other.judge.state),
    );
  }

  #isJudgedDifferently(): boolean {
    const [{ broken }, { broken: too }] = this.#sides;
    if (broken.size !== too.size) return true;
    for (const law of broken.keys()) if (!too.has(law)) return true;
    return false;
  }

  #lookAnew(): void {
    this.#isAtRest = false;
    for (const { broken } of this.#sides) if (broken.size > 0) broken.clear();
  }
}

function sideOf(
  specification: Specification,
  port: Port,
  world: AnyWorld,
  firstNames: readonly number[],
): Side {
  if (port.memory === undefined)
    throw new InputError(
      `${port.name} cannot be put back into an earlier state: no exhaustive search`,
    );
  const broken = new Map<string, Broken>();
  const judge = new Judge(specification, port, world, (found) => {
    if (!broken.has(found.law)) broken.set(found.law, found);
  });
  return {
    port,
    judge,
    broken,
    words: new StateWords(judge.state.layout, port.memory(), firstNames),
  };
}

function isSameAnswer(a: Answer, b: Answer): boolean {
  return a.errno === b.errno && a.value === b.value && a.thrown === b.thrown;
}
