import { type Pass, withSteps } from '../pass.ts';

export const dropPairs: Pass = {
  name: 'drop pairs',
  because:
    'two commands can be needed only for each other: a hot-remove and the add after it, an exec and a fork that undoes its effect. Deletes any two at once. Smallest: [hotplug d0 remove, hotplug d0 add, open, exit].',
  *candidates(trace) {
    const { steps } = trace;
    if (steps.length > 24) return; // dropRuns makes it shorter first
    for (let j = steps.length - 1; j > 0; j--)
      for (let i = j - 1; i >= 0; i--)
        yield withSteps(
          trace,
          steps.filter((_, at) => at !== i && at !== j),
        );
  },
};
