import type { Command } from '../model/command.ts';
import type { Trace } from '../model/trace.ts';
import type { Work } from '../shrinkers/work.ts';
import type { Runner } from './run.ts';
import { windDown } from './wind-down.ts';

/**
 * For every allocation of the trace, the trace with that allocation failing, continued until no process is left, so that
 * the laws at rest report leaks. Commands on objects that were not created, because of the failure, are skipped.
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
