import { type Pass, withSteps } from '../pass.ts';

export const dropFaults: Pass = {
  name: 'drop faults',
  because:
    'an allocation that failed may have nothing to do with it. Lets one command have its memory, and all of them at once. Smallest: [open [allocation 1 fails]] for a law that needs an open.',
  *candidates(trace) {
    const { steps } = trace;
    const failing = steps.flatMap((c, i) => (c.fails === undefined ? [] : [i]));
    if (failing.length > 1)
      yield withSteps(
        trace,
        steps.map(({ fails: _, ...c }) => c),
      );
    for (const i of failing) {
      const { fails: _, ...c } = steps[i]!;
      yield withSteps(trace, steps.with(i, c));
    }
  },
};
