import type { Draw } from '../draw.ts';
import type { Program } from './program.ts';
import type { Scheduler } from './scheduler.ts';

/**
 * Probabilistic concurrency testing (Burckhardt, Kothari, Musuvathi and Nagarakatte, “A Randomized
 * Scheduler with Probabilistic Guarantees of Finding Bugs”, ASPLOS 2010). Tasks have distinct random
 * priorities, and the highest that can go on always moves; at d - 1 random steps, the task that moved
 * falls below all others. A mistake of depth d, which needs d things to happen in a certain order, is
 * met in a run with at least the probability `pctBound`, however improbable a fair coin would make it.
 *
 * A task that may start one of several commands starts any of them: the bound is then one for the
 * schedules of the commands that were drawn.
 */
export class Pct implements Scheduler {
  readonly #draw: Draw;
  readonly #depth: number;
  /** The priority of each task; the highest goes first. */
  readonly #priorities: number[] = [];
  /** The steps after which the task that made them falls; at the first of them it falls least far. */
  readonly #changes: number[] = [];
  #steps = 0;
  #current = -1;

  /** @param depth - d: ordered events that a mistake needs; 1 is an order of the tasks alone */
  constructor(draw: Draw, depth: number) {
    if (!Number.isInteger(depth) || depth < 1)
      throw new RangeError(`depth ${depth}: expected a whole number from 1`);
    this.#draw = draw;
    this.#depth = depth;
  }

  begin(tasks: number, steps: number): void {
    this.#steps = 0;
    this.#current = -1;
    this.#priorities.length = 0;
    for (let i = 0; i < tasks; i++) {
      // A uniform shuffle: the new one is exchanged with any earlier one, or with none.
      const place = this.#draw.nextInt(0, i);
      this.#priorities.push(this.#priorities[place] ?? 0);
      this.#priorities[place] = this.#depth + i;
    }
    this.#changes.length = 0;
    for (let i = 1; i < this.#depth; i++) this.#changes.push(this.#draw.nextInt(1, steps));
  }

  choose(program: Program): number {
    this.#changes.forEach((step, i) => {
      if (step === this.#steps) this.#priorities[this.#current] = this.#depth - 1 - i;
    });
    const moves = program.moves();
    const tasks = moves.map((move) => program.taskOf(move));
    const first = tasks.reduce((a, b) => (this.#priority(b) > this.#priority(a) ? b : a));
    const own = moves.filter((_, i) => tasks[i] === first);
    this.#steps++;
    this.#current = first;
    return own.length === 1 ? own[0]! : own[this.#draw.nextInt(0, own.length - 1)]!;
  }

  #priority(task: number): number {
    const priority = this.#priorities[task];
    if (priority === undefined) throw new RangeError(`task ${task}: no such task was announced`);
    return priority;
  }
}

/**
 * A lower bound of the probability that a run finds a mistake of depth d: one order of n tasks fits its last event, and
 * one of k steps fits each of the others.
 */
export function pctBound(tasks: number, steps: number, depth: number): number {
  return 1 / (tasks * steps ** (depth - 1));
}
