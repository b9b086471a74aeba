import type { Draw } from '../draw.ts';
import type { Program } from './program.ts';
import type { Scheduler } from './scheduler.ts';

/** Each possible move is as likely: what a search at random is measured against. */
export class Uniform implements Scheduler {
  readonly #draw: Draw;

  constructor(draw: Draw) {
    this.#draw = draw;
  }

  begin(): void {
    // It remembers nothing.
  }

  choose(program: Program): number {
    const moves = program.moves();
    return moves[this.#draw.nextInt(0, moves.length - 1)]!;
  }
}
