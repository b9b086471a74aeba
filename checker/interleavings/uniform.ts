import type { Draw } from '../draw.ts';
import type { Program } from './program.ts';
import type { Scheduler } from './scheduler.ts';

/** Chooses each possible move with equal probability; the baseline for other schedulers. */
export class Uniform implements Scheduler {
  readonly #draw: Draw;

  constructor(draw: Draw) {
    this.#draw = draw;
  }

  begin(): void {
    // It has no state.
  }

  choose(program: Program): number {
    const moves = program.moves();
    return moves[this.#draw.nextInt(0, moves.length - 1)]!;
  }
}
