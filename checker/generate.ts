import { InputError } from '../model/input-error.ts';
import { noteTrace } from './trace-error.ts';
import { type Answer, errno } from '../model/answer.ts';
import type { Command, Rules, RulesByKind } from '../model/command.ts';
import { byKind } from '../model/vocabulary.ts';
import { commandsIn, isIn } from '../model/in-world.ts';
import { windDown } from './wind-down.ts';
import type { Archive } from './archive.ts';
import { type DrawArguments, drawingArguments, placeOf } from './draw-arguments.ts';
import type { Draw } from './draw.ts';
import type { AnyWorld } from '../model/any-world.ts';
import type { AnyState } from '../model/any-state.ts';
import type { Specification } from '../properties/specification.ts';

/** Of 100 commands, the number that may have to be refused. */
const INVALID_PERCENT = 7;
/** With faults: of 100 commands, the number with a failing allocation. */
export const ORDINARY_FAULTS = 15;
/** The largest number of a failing allocation; no command makes more allocations. */
const FAIL_MAX = 10;
/** Of 100 commands with a failed allocation that can be issued again, the number that are. */
const RETRY_PERCENT = 40;
/** Of 100 traces in a world that has an opening, the number that begin with it. */
const OPENING_PERCENT = 60;
/** Of 100 traces that are drawn with an archive, the number that begin with a way from it. */
const RETURN_PERCENT = 50;
/** How often a trace is begun before the world is to blame that none begins: the swarm may leave out the commands that could. */
const TRIES = 1000;
/** Of 100 traces, the number that end without a process, so that the laws at rest are judged. */
const REST_PERCENT = 60;

/**
 * The generator of the traces of a world; `traces` turns it into an arbitrary.
 *
 * @param faults - of 100 commands, the number with a failing allocation
 */
export function generatorOf(
  specification: Specification,
  world: AnyWorld,
  kinds?: ReadonlySet<string>,
  faults = 0,
): Generator {
  return new Generator(
    specification,
    world,
    commandsIn(specification.rules, world).filter((rules) => kinds?.has(rules.kind) ?? true),
    faults,
  );
}

/**
 * Draws traces by walking the model, so that every command makes sense when its turn comes. First the command is chosen,
 * then its arguments. Each trace omits some commands and has its own weights for the others (swarm testing), because a
 * uniform mixture rarely repeats one kind of command often.
 */
export class Generator {
  readonly #specification: Specification;
  readonly #state: AnyState;
  readonly #faults: number;
  readonly #rules: readonly Rules[];
  readonly #byKind: RulesByKind;
  readonly #weights: Int32Array;
  /** The opening of a trace: kinds of commands, by their index. */
  readonly #plan: readonly { readonly at: number; readonly percent: number }[];
  /** The indices of the commands that no trace omits; if there are none, the index of the first. */
  readonly #opening: readonly number[];
  /** The indices of the commands with a `telling` form. */
  readonly #telling: readonly number[];
  readonly #drawArguments: readonly DrawArguments[];
  /** For each command, the index of the sort of the name that it creates; -1 if it creates none. */
  readonly #makes: readonly number[];
  /** The indices of the commands by their kind. */
  readonly #places: ReadonlyMap<string, number>;
  #archive: Archive | undefined;
  #returned = 0;
  /** The trace as the model walked it: without failing allocations and repeated commands. */
  #walk: Command[] = [];
  /** The command that the model is asked about. */
  #about: Command | undefined;
  /** The number of the next new name of each sort. */
  readonly #next: Int32Array;

  /**
   * @param commands - those that mean nothing in the world are not drawn
   * @param faults - of 100 commands, in how many an allocation fails
   */
  constructor(
    specification: Specification,
    world: AnyWorld,
    commands: readonly Rules[],
    faults = 0,
  ) {
    this.#specification = specification;
    this.#faults = faults;
    this.#state = specification.newState(world);
    const { vocabulary } = specification;
    this.#next = new Int32Array(vocabulary.sorts.length);
    const rules = (this.#rules = commands.filter((r) => isIn(r, world)));
    this.#byKind = byKind(rules);
    this.#places = new Map(rules.map((r, i) => [r.kind, i]));
    this.#weights = new Int32Array(rules.length);
    this.#makes = rules.map(({ kind }) => placeOf(vocabulary, vocabulary.madeSort(kind)));
    this.#drawArguments = rules.map((r) =>
      drawingArguments(r, vocabulary, this.#state, this.#next),
    );
    const opening = [...rules.keys()].filter((i) => rules[i]!.draw?.opens === true);
    this.#telling = [...rules.keys()].filter((i) => rules[i]!.draw?.telling !== undefined);
    this.#opening = opening.length > 0 ? opening : [0];
    this.#plan = (specification.openings?.(world) ?? []).flatMap(({ kind, percent }) => {
      const at = rules.findIndex((r) => r.kind === kind);
      return at < 0 ? [] : [{ at, percent }];
    });
  }

  /**
   * @param archive - the ways to rare situations: some traces begin with one of them, and new situations are added
   * @throws InputError if no command can begin a trace in this world
   */
  trace(draw: Draw, archive?: Archive): Command[] {
    for (let i = 0; i < TRIES && this.#rules.length > 0; i++) {
      const steps = this.#try(draw, archive);
      if (steps.length > 0) return steps;
    }
    const { name } = this.#state.world;
    throw new InputError(`world ${name}: no command is possible at the beginning of a trace`);
  }

  #try(draw: Draw, archive: Archive | undefined): Command[] {
    try {
      return this.#draw(draw, archive);
    } catch (error) {
      noteTrace(error, [...this.#walk, ...(this.#about ? [this.#about] : [])]);
      throw error;
    }
  }

  #draw(draw: Draw, archive: Archive | undefined): Command[] {
    const state = this.#state;
    state.reset();
    this.#archive = archive;
    this.#specification.vocabulary.sorts.forEach(({ first = 0 }, i) => {
      this.#next[i] = first;
    });
    const total = this.#swarm(draw);
    const length = lengthOf(draw);
    const steps = this.#returnOrBegin(draw);
    while (steps.length < this.#returned + length && !state.isOver()) {
      const invalid = draw.nextInt(1, 100) <= INVALID_PERCENT;
      const c = this.#command(draw, total, invalid) ?? this.#command(draw, total, false);
      if (c === undefined) break;
      this.#push(draw, c, steps);
    }
    if (draw.nextInt(1, 100) <= REST_PERCENT)
      steps.push(...windDown(this.#specification, this.#byKind, state));
    return steps;
  }

  /** The number of commands of the last trace that are a way from the archive. */
  get returned(): number {
    return this.#returned;
  }

  #returnOrBegin(draw: Draw): Command[] {
    const archive = this.#archive;
    const isReturn = archive !== undefined && draw.nextInt(1, 100) <= RETURN_PERCENT;
    const way = isReturn ? archive.draw(draw) : [];
    this.#walk = [...way];
    this.#returned = way.length;
    if (way.length === 0) return this.#begin(draw);
    const known = this.#places;
    for (const c of way) {
      const i = known.get(c.kind)!;
      this.#taken(i, c, this.#rules[i]!.typical(this.#state, c));
    }
    return [...way];
  }

  /** Adds the situations of the present state to the archive. */
  #note(): void {
    const archive = this.#archive;
    if (archive === undefined) return;
    this.#specification.situations?.(this.#state, (situation) =>
      archive.note(situation, this.#walk),
    );
  }

  /** In a world that has an opening, most traces begin with it, each with other arguments. */
  #begin(draw: Draw): Command[] {
    const steps: Command[] = [];
    if (this.#plan.length === 0 || draw.nextInt(1, 100) > OPENING_PERCENT) return steps;
    for (const { at, percent } of this.#plan) {
      if (draw.nextInt(1, 100) > percent) continue;
      const c = this.#ofKind(draw, at, false, false);
      if (c !== undefined) this.#push(draw, c, steps);
    }
    return steps;
  }

  /**
   * Some commands have a failing allocation, usually one of the first. The walk continues as if it had not failed. So
   * later commands may make no sense and be skipped, unless the command is issued once more, as programs do.
   */
  #push(draw: Draw, c: Command, steps: Command[]): void {
    if (this.#faults === 0 || draw.nextInt(1, 100) > this.#faults) steps.push(c);
    else {
      steps.push({ ...c, fails: draw.nextInt(1, draw.nextInt(1, FAIL_MAX)) });
      const makes = this.#makes[this.#places.get(c.kind)!];
      if (makes === -1 && draw.nextInt(1, 100) <= RETRY_PERCENT) steps.push(c);
    }
    this.#walk.push(c);
    this.#note();
  }

  /** Draws the weights of this trace, and returns their sum. About one command in five is omitted. */
  #swarm(draw: Draw): number {
    let total = 0;
    this.#rules.forEach(({ draw: { weight = 10 } = {} }, i) => {
      const factor = [0, 1, 2, 2, 6][draw.nextInt(0, 4)]!;
      total += this.#weights[i] = weight * factor;
    });
    // Little can happen without an open file.
    for (const i of this.#opening) {
      total += 4 - Math.min(4, this.#weights[i]!);
      this.#weights[i] = Math.max(4, this.#weights[i]!);
    }
    return total;
  }

  #command(draw: Draw, total: number, invalid: boolean): Command | undefined {
    if (invalid && this.#telling.length > 0) {
      const c = this.#tellingRefusal(draw);
      if (c !== undefined) return c;
    }
    for (let tries = 0; tries < 12; tries++) {
      let r = draw.nextInt(0, total - 1);
      let i = 0;
      while (r >= this.#weights[i]!) r -= this.#weights[i++]!;
      const c = this.#ofKind(draw, i, invalid, invalid && tries > 3);
      if (c !== undefined) return c;
    }
    return undefined;
  }

  /**
   * Draws a possible command of this kind, one that is refused or one that is not, and applies it to the model. @param
   * either - whether both will do
   */
  #ofKind(draw: Draw, i: number, invalid: boolean, either: boolean): Command | undefined {
    const rules = this.#rules[i]!;
    for (let again = 0; again < 3; again++) {
      const drawn = this.#drawArguments[i]!(draw);
      if (drawn === undefined) break;
      const telling = rules.draw?.telling;
      const isBold = telling !== undefined && draw.nextInt(0, 1) === 0;
      const c = (isBold ? telling(this.#state, drawn) : undefined) ?? drawn;
      const answer = this.#answerTo(i, c);
      if (answer === undefined) continue;
      if ((answer.errno !== errno.OK) !== invalid && !either) continue;
      return this.#taken(i, c, answer);
    }
    return undefined;
  }

  /**
   * Usually a command is refused because of its arguments alone, which tests little. So commands with a `telling` form
   * are tried first, whatever their weight.
   */
  #tellingRefusal(draw: Draw): Command | undefined {
    const kinds = this.#telling.length;
    const first = draw.nextInt(0, kinds - 1);
    for (let n = 0; n < kinds; n++) {
      const i = this.#telling[(first + n) % kinds]!;
      const drawn = this.#drawArguments[i]!(draw);
      if (drawn === undefined) continue;
      const c = this.#rules[i]!.draw!.telling!(this.#state, drawn);
      const answer = c && this.#answerTo(i, c);
      if (answer !== undefined && answer.errno !== errno.OK) return this.#taken(i, c!, answer);
    }
    return undefined;
  }

  /** The answer that the model assumes; undefined if the command makes no sense. */
  #answerTo(i: number, c: Command): Answer | undefined {
    const rules = this.#rules[i]!;
    this.#about = c;
    return rules.possible(this.#state, c) ? rules.typical(this.#state, c) : undefined;
  }

  #taken(i: number, c: Command, answer: Answer): Command {
    this.#rules[i]!.next(this.#state, c, answer);
    this.#count(this.#makes[i]!);
    return c;
  }

  #count(makes: number): void {
    if (makes >= 0) this.#next[makes]!++;
  }
}

/** Heavy-tailed: half are short, one in twelve is long. */
function lengthOf(draw: Draw): number {
  const r = draw.nextInt(0, 11);
  if (r < 6) return draw.nextInt(2, 12);
  return r < 11 ? draw.nextInt(10, 40) : draw.nextInt(40, 160);
}
