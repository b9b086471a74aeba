import type { Command } from '../../model/command.ts';
import { type Pass, withSteps } from '../pass.ts';

export const dropFaults: Pass = {
  name: 'drop faults',
  because:
    'a failing allocation may be irrelevant. Removes the failure from one command, and from all at once. Smallest: [open [allocation 1 fails]] for a law that needs an open.',
  *candidates(trace) {
    const { steps } = trace;
    const failing = steps.flatMap((c, i) => (c.fails === undefined ? [] : [i]));
    if (failing.length > 1) yield withSteps(trace, steps.map(inFull));
    for (const i of failing) {
      yield withSteps(trace, steps.with(i, inFull(steps[i]!)));
    }
  },
};

/** The command without its failing allocation. */
function inFull(c: Command): Command {
  return Object.fromEntries(Object.entries(c).filter(([key]) => key !== 'fails')) as never;
}
