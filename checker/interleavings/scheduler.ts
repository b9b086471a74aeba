import type { Program } from './program.ts';

/** Chooses the next move. */
export interface Scheduler {
  /** A run begins: tasks are numbered from 0, and have about this number of steps in all. */
  begin(tasks: number, steps: number): void;
  /** Chooses one of the possible moves; there is at least one. */
  choose(program: Program): number;
}

/** Runs a program to its end. Returns the moves that were made. */
export function runOnce(
  program: Program,
  scheduler: Scheduler,
  expected: { readonly tasks: number; readonly steps: number },
): number[] {
  const made: number[] = [];
  program.start();
  scheduler.begin(expected.tasks, expected.steps);
  while (program.moves().length > 0) {
    const move = scheduler.choose(program);
    program.step(move);
    made.push(move);
    if (program.isOver) break;
  }
  return made;
}
