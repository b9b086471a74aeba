import { type Pass, withSteps } from '../pass.ts';

export const dropRuns: Pass = {
  name: 'drop runs',
  because:
    'most of a random trace has nothing to do with its end. Deletes ever shorter runs of commands, the latest first, because later commands depend on earlier ones. Smallest: [fork, open, exit] for a law that needs open and exit.',
  *candidates(trace) {
    const { steps } = trace;
    for (let size = steps.length >> 1 || 1; size >= 1; size >>= 1)
      for (let end = steps.length; end > 0; end -= size)
        yield withSteps(trace, [...steps.slice(0, Math.max(0, end - size)), ...steps.slice(end)]);
  },
};
