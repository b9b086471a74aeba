import type { Command, RulesByKind } from '../../model/command.ts';
import { NOBODY, type Task } from '../../model/task.ts';
import type { Vocabulary } from '../../model/vocabulary.ts';
import { ANYWHERE, type Port } from '../../implementation/port.ts';
import type { Draw } from '../draw.ts';
import type { Listener, Outcome, Runner } from '../run.ts';
import { Meanwhile } from './meanwhile.ts';
import { OverlapProgram } from './overlap-program.ts';
import { Pct, pctBound } from './pct.ts';
import { type Move, realised } from './realised.ts';
import { runOnce, type Scheduler } from './scheduler.ts';
import { Uniform } from './uniform.ts';

/** How the schedule is drawn: with a bound on the probability to miss a mistake, or without. */
export const schedulers = ['pct', 'uniform'] as const;
export type SchedulerName = (typeof schedulers)[number];

/**
 * Of 100 places in a trace, at how many some commands begin to overlap: where one of the next takes something
 * away bit by bit, and elsewhere.
 */
const OVERLAP_PERCENT = { promising: 60, elsewhere: 15 } as const;
/** Commands that overlap, at most. */
const COMMANDS_MAX = 6;
/** Ordered events that a mistake may need: of PCT, each for half of its overlaps. */
const DEPTHS = [2, 3] as const;
/** Of 100 traces, in how many single commands are suspended instead, while others go through. */
const SINGLE_PERCENT = 75;
/** Of 100 commands, how many are suspended then: where no other one is already, and where one is. */
const SUSPENDED_PERCENT = { first: 30, promising: 60, second: 5 } as const;
/** Behind a way to something rare, how many commands are suspended more often. */
const SOON = 4;
/** Commands that go through meanwhile, at most. */
const MEANWHILE_MAX = 5;
/** Overlapping commands, at most: with more, those that are suspended are resumed. */
const TOGETHER_MAX = 7;
/** In the place of a number of moves: up to where something is half done. */
const HALF_DONE = 0;
/** Moves that a command is thought to make before it was ever seen. */
const MOVES = 6;

/** What PCT promises of the largest overlap so far: each meets a mistake of that depth at least so probably. */
export interface Promised {
  readonly tasks: number;
  readonly steps: number;
  readonly bounds: readonly { readonly depth: number; readonly probability: number }[];
}

/** A task whose command is suspended, and the place in the trace where it is resumed. */
interface Suspended {
  readonly task: Task;
  readonly until: number;
}

/**
 * Runs traces with some of their commands overlapping. In some traces, a few commands that follow each other
 * are given to a scheduler here and there, those of different tasks to run in the midst of each other. In the
 * others the commands keep their order, but one is suspended at a point of it, the next few go through, and it
 * is resumed: most mistakes need no more, and where the trace makes sense in its order, it still does.
 */
export class Interleaver {
  readonly #runner: Runner;
  readonly #port: Port;
  readonly #vocabulary: Vocabulary;
  readonly #rules: RulesByKind;
  readonly #draw: Draw;
  readonly #schedulers: readonly Scheduler[];
  readonly #hasBound: boolean;
  readonly #meanwhile: Meanwhile;
  readonly #halfDone: ReadonlySet<string>;
  /** The most moves that a command of a kind made. */
  readonly #moves = new Map<string, number>();
  #tasksMax = 0;
  #stepsMax = 0;
  /** Overlaps that were run. */
  overlaps = 0;

  constructor(runner: Runner, port: Port, draw: Draw, scheduler: SchedulerName) {
    const { vocabulary, rules } = runner.specification;
    this.#runner = runner;
    this.#port = port;
    this.#vocabulary = vocabulary;
    this.#rules = rules;
    this.#draw = draw;
    this.#meanwhile = new Meanwhile(runner, draw);
    this.#hasBound = scheduler === 'pct';
    this.#halfDone = port.capabilities.halfDone ?? new Set();
    this.#schedulers = this.#hasBound
      ? DEPTHS.map((depth) => new Pct(draw, depth))
      : [new Uniform(draw)];
  }

  get promise(): Promised | undefined {
    if (!this.#hasBound || this.#tasksMax === 0) return undefined;
    const tasks = this.#tasksMax;
    const steps = this.#stepsMax;
    const bounds = DEPTHS.map((depth) => ({ depth, probability: pctBound(tasks, steps, depth) }));
    return { tasks, steps, bounds };
  }

  /**
   * Returns the steps that were made of the commands.
   *
   * @param begun - so many of them lead to where it begins: of those only the last may overlap
   */
  run(
    commands: readonly Command[],
    listener: Listener,
    begun = 0,
  ): { steps: Command[]; outcome: Outcome } {
    const isSingle = this.#hasBound && this.#draw.nextInt(1, 100) <= SINGLE_PERCENT;
    this.#runner.start(listener);
    const steps: Command[] = [];
    const remainder = this.#takePlainly(commands, begun - 1, steps);
    if (isSingle) this.#suspendSingle(remainder, steps, begun > 0 ? SOON : 0);
    else this.#schedule(remainder, steps);
    return { steps, outcome: this.#runner.end() };
  }

  /** Takes so many commands one after the other; returns the remainder, none if the trace is over. */
  #takePlainly(commands: readonly Command[], count: number, steps: Command[]): readonly Command[] {
    if (count <= 0) return commands;
    for (const c of commands.slice(0, count)) {
      steps.push(c);
      if (this.#runner.take(c) !== 'whole') return [];
    }
    return commands.slice(count);
  }

  #schedule(commands: readonly Command[], steps: Command[]): void {
    const draw = this.#draw;
    for (let i = 0; i < commands.length;) {
      const remaining = commands.length - i;
      if (remaining > 1 && draw.nextInt(1, 100) <= this.#percentAt(commands, i)) {
        const n = draw.nextInt(2, Math.min(COMMANDS_MAX, remaining));
        const program = this.#overlap(commands.slice(i, i + n));
        steps.push(...program.steps);
        i += n;
        if (program.isOver) return;
      } else {
        const c = commands[i++]!;
        steps.push(c);
        if (this.#runner.take(c) !== 'whole') return;
      }
    }
  }

  /**
   * All commands in their order; here and there one is suspended at any of its points, while the next go through.
   *
   * @param soon - of so many at the beginning more are suspended
   */
  #suspendSingle(commands: readonly Command[], steps: Command[], soon: number): void {
    const runner = this.#runner;
    const draw = this.#draw;
    let suspended: Suspended[] = [];
    let together = 0;
    const take = (c: Command): boolean => {
      steps.push(c);
      return runner.take(c) === 'whole';
    };
    for (let i = 0; i < commands.length; i++) {
      const c = commands[i]!;
      const task = this.#vocabulary.taskOf(c);
      for (const { task: other, until } of suspended) {
        if (until > i && other !== task && together < TOGETHER_MAX) continue;
        const on = this.#vocabulary.tasks.continuationOf(other);
        if (runner.canTake(on) && !take(on)) return;
      }
      if (suspended.length > 0)
        suspended = suspended.filter(({ task: other }) => runner.isSuspended(other));
      if (suspended.length === 0) together = 0;
      together++;
      const percent = this.#suspendedPercent(c, suspended.length > 0, i < soon);
      const moves = this.#moves.get(c.kind) ?? MOVES;
      const suspends = moves > 1 && task !== NOBODY && draw.nextInt(1, 100) <= percent;
      if (!suspends) {
        if (!take(c)) return;
      } else if (runner.canTake(c)) {
        const isAtHalf = this.#meanwhile.hasRivals && draw.nextInt(0, 1) === 0;
        if (!this.#suspend(c, task, isAtHalf ? HALF_DONE : draw.nextInt(1, moves), steps)) return;
      }
      if ((!suspends && suspended.length === 0) || !runner.isSuspended(task)) continue;
      suspended.push({ task, until: i + draw.nextInt(2, 1 + MEANWHILE_MAX) });
      if (!suspends) continue;
      for (const other of this.#meanwhile.during(c, commands)) {
        if (!runner.canTake(other)) continue;
        together++;
        if (!take(other)) return;
        const asked = this.#vocabulary.taskOf(other);
        if (runner.isSuspended(asked)) suspended.push({ task: asked, until: i });
      }
    }
  }

  /**
   * What takes things away one after the other is suspended more often where somebody wants what it gives back; and what
   * comes just behind the way to something rare, before that is over.
   */
  #suspendedPercent({ kind }: Command, another: boolean, isSoon: boolean): number {
    if (another) return SUSPENDED_PERCENT.second;
    const takesAway =
      this.#meanwhile.hasRivals && this.#rules[kind]!.overlap?.halfway !== undefined;
    const isPromising = isSoon || takesAway;
    return isPromising ? SUSPENDED_PERCENT.promising : SUSPENDED_PERCENT.first;
  }

  /** Makes so many moves with a command, or fewer if it returns; or as many as something is half done. False: the trace is over. */
  #suspend(c: Command, task: Task, moves: number, steps: Command[]): boolean {
    const made: Move[] = [];
    let ended: ReturnType<Runner['take']>;
    let at: string | undefined;
    do {
      const begins = made.length === 0;
      ended = this.#runner.take({
        ...(begins ? c : this.#vocabulary.tasks.continuationOf(task)),
        stops: ANYWHERE,
      });
      at = this.#port.paused?.()?.at;
      made.push({ c: begins ? c : undefined, task, at });
    } while (
      ended === 'whole' &&
      at !== undefined &&
      (moves === HALF_DONE ? !this.#halfDone.has(at) : made.length < moves) &&
      this.#runner.canTake(this.#vocabulary.tasks.continuationOf(task))
    );
    steps.push(...realised(this.#vocabulary, made));
    this.#learn(c.kind, made.length);
    this.overlaps++;
    return ended === 'whole';
  }

  #learn(kind: string, moves: number): void {
    if (moves > (this.#moves.get(kind) ?? 0)) this.#moves.set(kind, moves);
  }

  #percentAt(commands: readonly Command[], at: number): number {
    for (let i = at; i < Math.min(at + COMMANDS_MAX, commands.length); i++)
      if (this.#rules[commands[i]!.kind]!.overlap?.halfway !== undefined)
        return OVERLAP_PERCENT.promising;
    return OVERLAP_PERCENT.elsewhere;
  }

  #overlap(commands: readonly Command[]): OverlapProgram {
    const program = new OverlapProgram(this.#runner, this.#port, commands, nothing);
    const expected = commands.reduce((sum, { kind }) => sum + (this.#moves.get(kind) ?? MOVES), 0);
    const which = this.#draw.nextInt(0, this.#schedulers.length - 1);
    runOnce(program, this.#schedulers[which]!, { tasks: program.tasks, steps: expected });
    program.eachCommand((kind, moves) => this.#learn(kind, moves));
    this.overlaps++;
    this.#tasksMax = Math.max(this.#tasksMax, program.tasks);
    this.#stepsMax = Math.max(this.#stepsMax, expected, program.length);
    return program;
  }
}

function nothing(): void {
  // It goes on from where the runner is.
}
