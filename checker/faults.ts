import type { Command } from '../model/command.ts';
import type { Trace } from '../model/trace.ts';
import type { Runner } from './run.ts';

/**
 * The trace once for every allocation in it, with that one failing, and with the exit of everyone behind
 * it, so that the laws at rest tell what was leaked.
 */
export function everyFault(runner: Runner, { steps }: Trace): Command[][] {
  const made: number[] = steps.map(() => 0);
  runner.run(steps, {
    after(_s, step) {
      made[step] = runner.allocations;
    },
  });
  const exits = everyoneExits(steps);
  return steps.flatMap((c, i) =>
    Array.from({ length: made[i]! }, (_, n) => [
      ...steps.slice(0, i),
      { ...c, fails: n + 1 },
      ...steps.slice(i + 1),
      ...exits,
    ]),
  );
}

/** Who is gone by then is skipped. */
function everyoneExits(steps: readonly Command[]): Command[] {
  const children = steps.flatMap((c) => (c.kind === 'fork' ? [c['child'] as number] : []));
  return [0, ...children].map((process) => ({ kind: 'exit', process }));
}
