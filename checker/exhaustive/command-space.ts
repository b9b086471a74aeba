import type { Command } from '../../model/command.ts';
import { InputError } from '../../model/input-error.ts';
import type { Broken } from '../../model/judgement.ts';
import type { Layout } from '../../memory/records.ts';
import { Canonicaliser } from '../../memory/canonical.ts';
import type { Port } from '../../implementation/port.ts';
import { OverlapsFrom } from '../interleavings/overlaps-from.ts';
import { everySchedule } from '../interleavings/schedules.ts';
import { endsTrace, Judge, type StepOptions } from '../judge.ts';
import { Runner } from '../run.ts';
import { Moves } from './moves.ts';
import type { Space, StepResult } from './space.ts';
import { StateWords } from './state-words.ts';
import { alikeIn, type Symmetry } from './symmetry.ts';
import type { AnyWorld } from '../../model/any-world.ts';
import type { Specification } from '../../properties/specification.ts';

/** A move is the number of a command, plus this for each allocation up to the one that fails. */
const FAULT = 1024;
const FAULTS_MAX = 63;

/**
 * The largest number of stored ways on which several commands overlap: their moves use the numbers of failing
 * allocations.
 */
const OVERLAPS_MAX = 65_536 - FAULT;

/** The result of overlapping commands, with the next new names. */
interface Overlapped {
  readonly steps: readonly Command[];
  readonly nextName: Int32Array;
}

const ON: StepResult = { went: 'on', isSought: false };
const ON_SOUGHT: StepResult = { went: 'on', isSought: true };
const SAME: StepResult = { went: 'same', isSought: false };
const SAME_SOUGHT: StepResult = { went: 'same', isSought: true };
const ENDED: StepResult = { went: 'ended', isSought: false };
const ENDED_SOUGHT: StepResult = { went: 'ended', isSought: true };
const FULL: StepResult = { went: 'full', isSought: false };

/**
 * Laws judge equal states equally, so only new states are judged (`CommandSpace.judge`). Splats belong to the move, and
 * so do comparisons of a law with the state before.
 */
const STEP_OPTIONS: StepOptions = { looksAt: 'complaints' };

/** Model and implementation side by side, as a space: a move is any command that makes sense. */
export class CommandSpace implements Space {
  readonly size: number;
  readonly #specification: Specification;
  readonly #port: Port;
  readonly #judge: Judge;
  /** The present state. */
  readonly #words: StateWords;
  readonly #moves: Moves;
  readonly #ids: number[] = [];
  readonly #faults: boolean;
  readonly #makes: ReadonlyMap<string, number>;
  readonly #canonical: Canonicaliser;
  #isSought = false;

  /** The results of overlapping commands, by the number of the move. */
  readonly #overlaps: Overlapped[] = [];
  readonly #runner: Runner;
  /** The number of schedules of overlapping commands so far. */
  readonly schedules = { completed: 0, moves: 0, replayed: 0, slept: 0 };
  /** Whether only one of several equivalent schedules is run. */
  reduces = true;

  /** The violations that are searched for and that the last move or judged state showed. */
  readonly broken: Broken[] = [];

  /**
   * @param seeks - the violations that are searched for
   * @param faults - whether allocations fail, one in a command
   * @throws InputError if the implementation cannot be put back into a state
   */
  constructor(
    specification: Specification,
    port: Port,
    world: AnyWorld,
    symmetry: Symmetry,
    seeks: (broken: Broken) => boolean,
    faults = false,
  ) {
    this.#specification = specification;
    this.#port = port;
    this.#faults = faults && port.capabilities.faults;
    this.#judge = new Judge(specification, port, world, (broken) => {
      if (!seeks(broken)) return;
      this.#isSought = true;
      this.broken.push(broken);
    });
    if (port.memory === undefined)
      throw new InputError(
        `${port.name} cannot be put back into an earlier state: no exhaustive search`,
      );
    this.#runner = new Runner(specification, port, world, this.#judge);
    const { sorts } = specification.vocabulary;
    this.#words = new StateWords(
      this.#judge.state.layout,
      port.memory(),
      sorts.map(({ first = 0 }) => first),
    );
    this.size = this.#words.size;
    const rules = Object.values(this.#judge.rules);
    this.#moves = new Moves(specification, this.#judge.state, rules);
    this.#makes = new Map(rules.map((r) => [r.kind, Moves.makes(specification, r)]));
    this.#canonical = new Canonicaliser(
      this.memories,
      alikeIn(specification, this.#judge.state, symmetry),
    );
  }

  /** The memories that hold the present state: the model’s, the implementation’s. */
  get memories(): readonly Layout[] {
    return this.#words.memories;
  }

  start(): void {
    this.#canonical.forget();
    this.#judge.reset();
    this.#words.start();
  }

  save(into: Int32Array): void {
    this.#words.save(into);
  }

  load(from: Int32Array): void {
    this.#words.load(from);
    this.#port.forgetLog?.();
    this.#port.abandon?.();
  }

  /** The commands of a way through the space. */
  commandsOf(way: readonly number[]): Command[] {
    this.start();
    return way.flatMap((move) => {
      const together = this.#overlaps[move - FAULT];
      if (together !== undefined) {
        this.#runner.goOn({});
        for (const c of together.steps) this.#runner.take(c);
        this.#words.nextName.set(together.nextName);
        return together.steps;
      }
      this.moves();
      const c = this.command(move);
      this.run(c);
      return [c];
    });
  }

  moves(): readonly number[] {
    this.#moves.collect(this.#words.nextName);
    this.#ids.length = 0;
    for (let i = 0; i < this.#moves.list.length; i++) this.#ids.push(i);
    return this.#ids;
  }

  /** A move as a command. */
  command(move: number): Command {
    const c = this.#moves.list[move % FAULT]!;
    const fails = (move / FAULT) | 0;
    return fails === 0 ? c : { ...c, fails };
  }

  step(move: number): StepResult {
    const step = this.run(this.command(move));
    // The number of allocations is known once the command has run; then each can fail, one at a time.
    if (this.#faults && move < FAULT && step.went !== 'full')
      for (let n = 1; n <= Math.min(this.#judge.allocations, FAULTS_MAX); n++)
        this.#ids.push(move + n * FAULT);
    return step;
  }

  /** Runs and judges one command. @param c - a command that is possible in the state that was loaded last */
  run(c: Command): StepResult {
    this.#lookAnew();
    const a = this.#judge.step(c, STEP_OPTIONS);
    if (a === undefined) return FULL;
    if (endsTrace(a)) return this.#isSought ? ENDED_SOUGHT : ENDED;
    const makes = this.#makes.get(c.kind)!;
    const { nextName } = this.#words;
    if (makes >= 0) nextName[makes]!++;
    if (this.#words.isAsLoaded()) {
      if (makes >= 0) nextName[makes]!--;
      return this.#isSought ? SAME_SOUGHT : SAME;
    }
    return this.#isSought ? ON_SOUGHT : ON;
  }

  overlaps(
    width: number,
    visit: (step: StepResult, move: () => number) => void,
    goOn: () => boolean,
  ): void {
    const from = this.#words.loaded;
    const before = this.#words.loadedNames.slice();
    const program = new OverlapsFrom(
      this.#runner,
      this.#port,
      {
        begin: () => {
          this.load(from);
          this.#lookAnew();
          this.#runner.goOn({});
        },
        commands: () => {
          this.#moves.collect(before);
          return this.#moves.list;
        },
        nameFor: (task, _field, next, n) => next + (task + 1) * width + n,
      },
      width,
    );
    const { completed, moves, replayed, slept } = everySchedule(program, {
      reduce: this.reduces,
      goOn,
      onEnd: () => {
        // Fewer commands were run before; a single one overlaps nothing.
        if (program.begun !== width) return;
        const { steps } = program;
        this.#nameAnew(before, steps);
        const nextName = this.#words.nextName.slice();
        // A command that no task can resume any more never returns, and is answered so.
        const ended = program.isDeadlocked ? this.#runner.end().ended : program.ended;
        visit(this.#endOf(ended), () => {
          if (this.#overlaps.length >= OVERLAPS_MAX)
            throw new InputError('too many overlaps lead to new states: lower --depth');
          this.#overlaps.push({ steps, nextName });
          return FAULT + this.#overlaps.length - 1;
        });
      },
    });
    this.schedules.completed += completed;
    this.schedules.moves += moves;
    this.schedules.replayed += replayed;
    this.schedules.slept += slept;
  }

  /** Used names are not used again. */
  #nameAnew(before: Int32Array, steps: readonly Command[]): void {
    const { nextName } = this.#words;
    nextName.set(before);
    for (const c of steps) {
      const field = this.#specification.vocabulary.madeField(c.kind);
      if (field === undefined) continue;
      const sort = this.#makes.get(c.kind)!;
      nextName[sort] = Math.max(nextName[sort]!, (c[field] as number) + 1);
    }
  }

  #endOf(ended: 'whole' | 'stuck' | 'full'): StepResult {
    if (ended === 'full') return FULL;
    if (ended === 'stuck') return this.#isSought ? ENDED_SOUGHT : ENDED;
    return this.#isSought ? ON_SOUGHT : ON;
  }

  canRun(c: Command): boolean {
    return this.#judge.canAsk(c);
  }

  #lookAnew(): void {
    this.#isSought = false;
    if (this.broken.length > 0) this.broken.length = 0;
  }

  key(): Canonicaliser | undefined {
    return this.#canonical.run(true) ? this.#canonical : undefined;
  }

  /** The key, even if it was read before. */
  form(): Canonicaliser {
    this.#canonical.run();
    return this.#canonical;
  }

  judge(): boolean {
    this.#lookAnew();
    this.#port.forgetLog?.();
    this.#judge.forget();
    this.#judge.look(false);
    if (this.#judge.state.isOver()) this.#judge.rest();
    return this.#isSought;
  }
}
