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

/** How a schedule is drawn: with a lower bound of the probability of finding a mistake, or without. */
export const schedulers = ['pct', 'uniform'] as const;
export type SchedulerName = (typeof schedulers)[number];

/**
 * Of 100 places in a trace, the number at which some commands begin to overlap: if one of the next commands removes
 * objects one by one, and otherwise.
 */
const OVERLAP_PERCENT = { promising: 60, elsewhere: 15 } as const;
/** The largest number of commands that overlap. */
const COMMANDS_MAX = 6;
/** The numbers of ordered events that a mistake may need: PCT uses each for half of its overlaps. */
const DEPTHS = [2, 3] as const;
/** Of 100 traces, the number in which single commands are suspended instead, while others run to their end. */
const SINGLE_PERCENT = 75;
/**
 * Of 100 commands, the number that are suspended then: if no other one is suspended, if that is promising, and if another
 * one is.
 */
const SUSPENDED_PERCENT = { first: 30, promising: 60, second: 5 } as const;
/** Of 100 ways to a rare situation, the number after which the address space of a process ends. */
const ENDS_PERCENT = 20;
/** The number of commands after a way to a rare situation that are suspended more often. */
const SOON = 4;
/** The largest number of commands that run while one is suspended. */
const MEANWHILE_MAX = 5;
/** The largest number of overlapping commands: beyond it, the suspended ones are resumed. */
const TOGETHER_MAX = 7;
/** Stands for a number of moves: up to a point at which something is half done. */
const HALF_DONE = 0;
/** The assumed number of moves of a command that was never run. */
const MOVES = 6;

/**
 * The guarantee of PCT for the largest overlap so far: each overlap finds a mistake of that depth with at least this
 * probability.
 */
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
 * Runs traces with some of their commands overlapping. In some traces, a scheduler now and then interleaves a few
 * consecutive commands of different tasks. In the others the commands keep their order, but one is suspended at one of
 * its points, the next few run to their end, and then it is resumed. Most mistakes need no more than that, and a trace
 * that makes sense in its order still makes sense.
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
  /** The number of overlaps that were run. */
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
   * Returns the steps that the commands became.
   *
   * @param begun - the number of commands at the beginning that lead to the start: of those only the last may overlap
   */
  run(
    commands: readonly Command[],
    listener: Listener,
    begun = 0,
  ): { steps: Command[]; outcome: Outcome } {
    const isSingle = this.#hasBound && this.#draw.nextInt(1, 100) <= SINGLE_PERCENT;
    this.#runner.start(listener);
    const steps: Command[] = [];
    const rest = this.#takePlainly(commands, begun - 1, steps);
    const remainder = begun > 0 ? this.#maybeEnding(rest) : rest;
    if (isSingle) this.#suspendSingle(remainder, steps, begun > 0 ? SOON : 0);
    else this.#schedule(remainder, steps);
    return { steps, outcome: this.#runner.end() };
  }

  /** After the last command of a way sometimes ends what the way has made. */
  #maybeEnding(commands: readonly Command[]): readonly Command[] {
    if (commands.length === 0 || this.#draw.nextInt(1, 100) > ENDS_PERCENT) return commands;
    return [commands[0]!, ...this.#meanwhile.ending(), ...commands.slice(1)];
  }

  /** Runs this number of commands one after the other; returns the remainder, which is empty if the trace is over. */
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
   * Runs all commands in order; now and then one is suspended at any of its points, while the next ones run to their end.
   *
   * @param soon - the number of commands at the beginning of which more are suspended
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
   * Commands that are suspended more often: a command that removes objects one by one, if another task wants what it
   * returns; and a command just after the way to a rare situation, before that is over.
   */
  #suspendedPercent({ kind }: Command, another: boolean, isSoon: boolean): number {
    if (another) return SUSPENDED_PERCENT.second;
    const takesAway =
      this.#meanwhile.hasRivals && this.#rules[kind]!.overlap?.halfway !== undefined;
    const isPromising = isSoon || takesAway;
    return isPromising ? SUSPENDED_PERCENT.promising : SUSPENDED_PERCENT.first;
  }

  /**
   * Makes this number of moves with a command, or fewer if it returns, or as many as it takes until something is half
   * done. False: the trace is over.
   */
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
  // The program starts at the present place of the runner.
}
