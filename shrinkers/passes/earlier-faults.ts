import { type Pass, withSteps } from '../pass.ts';

export const earlierFaults: Pass = {
  name: 'earlier faults',
  because:
    'if any allocation of a command may fail, the first is as good. Lowers the number of the failing allocation. Smallest: [open [allocation 7 fails]] for a law that needs an open that fails.',
  *candidates(trace) {
    const { steps } = trace;
    for (let i = 0; i < steps.length; i++) {
      const c = steps[i]!;
      for (let fails = 1; fails < (c.fails ?? 0); fails++)
        yield withSteps(trace, steps.with(i, { ...c, fails }));
    }
  },
};
