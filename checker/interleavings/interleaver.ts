import type { Command, Rules } from '../../model/command.ts';
import type { Port } from '../../implementation/port.ts';
import type { Draw } from '../generate.ts';
import type { Listener, Runner } from '../run.ts';
import { OverlapProgram } from './overlap-program.ts';
import { Pct, pctBound } from './pct.ts';
import { runOnce, type Scheduler } from './scheduler.ts';
import { Uniform } from './uniform.ts';

/** How the schedule is drawn: with a bound on the probability to miss a mistake, or without. */
export const schedulers = ['pct', 'uniform'] as const;
export type SchedulerName = (typeof schedulers)[number];

/** Of 100 places in a trace, at how many some commands begin to overlap. */
const OVERLAP_PERCENT = 35;
/** Commands that overlap, at most. */
const COMMANDS_MAX = 6;
/** Ordered events that a mistake may need: of PCT, each for half of the overlaps. */
const DEPTHS = [2, 3] as const;
/** Moves that a command is thought to make before it was ever seen. */
const MOVES = 6;

/** What PCT promises of the largest overlap so far: each meets a mistake of that depth at least so probably. */
export interface Promise {
  readonly tasks: number;
  readonly steps: number;
  readonly bounds: readonly { readonly depth: number; readonly probability: number }[];
}

/**
 * Runs traces with some of their commands overlapping: here and there a few commands that follow each
 * other are given to a scheduler, those of different tasks to run in the midst of each other.
 */
export class Interleaver {
  readonly #runner: Runner;
  readonly #port: Port;
  readonly #rules: Readonly<Record<string, Rules>>;
  readonly #draw: Draw;
  readonly #schedulers: readonly Scheduler[];
  readonly #hasBound: boolean;
  /** The most moves that a command of a kind made. */
  readonly #moves = new Map<string, number>();
  #tasksMax = 0;
  #stepsMax = 0;
  /** Overlaps that were run. */
  overlaps = 0;

  constructor(
    runner: Runner,
    port: Port,
    rules: Readonly<Record<string, Rules>>,
    draw: Draw,
    scheduler: SchedulerName,
  ) {
    this.#runner = runner;
    this.#port = port;
    this.#rules = rules;
    this.#draw = draw;
    this.#hasBound = scheduler === 'pct';
    this.#schedulers = this.#hasBound
      ? DEPTHS.map((depth) => new Pct(draw, depth))
      : [new Uniform(draw)];
  }

  get promise(): Promise | undefined {
    if (!this.#hasBound || this.overlaps === 0) return undefined;
    const tasks = this.#tasksMax;
    const steps = this.#stepsMax;
    const bounds = DEPTHS.map((depth) => ({ depth, probability: pctBound(tasks, steps, depth) }));
    return { tasks, steps, bounds };
  }

  /** Returns the steps that were made of the commands. */
  run(commands: readonly Command[], listener: Listener): { steps: Command[]; outcome: ReturnType<Runner['end']> } {
    const runner = this.#runner;
    const draw = this.#draw;
    const steps: Command[] = [];
    runner.start(listener);
    for (let i = 0; i < commands.length; ) {
      const left = commands.length - i;
      if (left > 1 && draw.nextInt(1, 100) <= OVERLAP_PERCENT) {
        const n = draw.nextInt(2, Math.min(COMMANDS_MAX, left));
        const program = this.#overlap(commands.slice(i, i + n));
        steps.push(...program.steps);
        i += n;
        if (program.isOver) break;
      } else {
        const c = commands[i++]!;
        steps.push(c);
        if (runner.take(c) !== 'whole') break;
      }
    }
    return { steps, outcome: runner.end() };
  }

  #overlap(commands: readonly Command[]): OverlapProgram {
    const program = new OverlapProgram(this.#runner, this.#port, this.#rules, commands, nothing);
    const expected = commands.reduce((sum, { kind }) => sum + (this.#moves.get(kind) ?? MOVES), 0);
    const which = this.#draw.nextInt(0, this.#schedulers.length - 1);
    runOnce(program, this.#schedulers[which]!, { tasks: program.tasks, steps: expected });
    program.eachCommand((kind, moves) => {
      if (moves > (this.#moves.get(kind) ?? 0)) this.#moves.set(kind, moves);
    });
    this.overlaps++;
    this.#tasksMax = Math.max(this.#tasksMax, program.tasks);
    this.#stepsMax = Math.max(this.#stepsMax, expected, program.length);
    return program;
  }
}

function nothing(): void {
  // It goes on from where the runner is.
}
