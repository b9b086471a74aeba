import type { Program } from './program.ts';

/** Chooses who moves next. */
export interface Scheduler {
  /** A run begins, of tasks that are numbered from 0, with about so many steps in all. */
  begin(tasks: number, steps: number): void;
  /** One of the moves that are possible; there is at least one. */
  choose(program: Program): number;
}

/** One run of a program, to its end. Returns the moves that were made. */
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
