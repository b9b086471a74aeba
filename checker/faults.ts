import type { Command } from '../model/command.ts';
import type { Trace } from '../model/trace.ts';
import type { Work } from '../shrinkers/work.ts';
import type { Runner } from './run.ts';
import { windDown } from './wind-down.ts';

/**
 * The trace once for every allocation in it, with that one failing, and led on to a state in which nobody is left, so
 * that the laws at rest tell what was leaked. What is gone by then, because what would have made it failed, is skipped.
 */
export function* everyFault(runner: Runner, { steps }: Trace): Work<Command[][]> {
  const made: number[] = steps.map(() => 0);
  yield* runner.running(steps, {
    after(_s, step) {
      made[step] = runner.allocations;
    },
  });
  const { specification, state } = runner;
  const end = windDown(specification, specification.rules, state);
  return steps.flatMap((c, i) =>
    Array.from({ length: made[i]! }, (_, n) => [
      ...steps.slice(0, i),
      { ...c, fails: n + 1 },
      ...steps.slice(i + 1),
      ...end,
    ]),
  );
}
