import { couplesOf } from '../couples.ts';
import { type Pass, withSteps } from '../pass.ts';

/** Above this many commands the earlier passes do most of the work. */
const STEPS_MAX = 24;

export const dropCouples: Pass = {
  name: 'drop couples',
  because:
    'a couple may serve only to delay something: a mapping keeps a file open beyond its close. Removes a command and the one that ends what it began, without other changes, and also with one command in between moved to the place of the second. Smallest: [open -> f0, mmap f0, close f0, gp, munmap f0] for a law that needs a file to be released after gp.',
  *candidates(trace, spec) {
    const { steps } = trace;
    if (steps.length > STEPS_MAX) return;
    for (const { begin, end } of couplesOf(trace, spec)) {
      const between = steps.slice(begin + 1, end);
      const around = (inside: typeof between) =>
        withSteps(trace, [...steps.slice(0, begin), ...inside, ...steps.slice(end + 1)]);
      yield around(between);
      for (let i = between.length - 2; i >= 0; i--)
        yield around([...between.toSpliced(i, 1), between[i]!]);
    }
  },
};
