import { withoutOne } from '../edits.ts';
import { type Pass, withSteps } from '../pass.ts';

/** The largest number of allocations of a command. */
const FAILS_MAX = 12;

export const dropAndRefail: Pass = {
  name: 'drop and refail',
  because:
    'without an earlier command, a command makes other allocations, and the one that has to fail has another number: the second open of a process shares objects that the first one made. Removes one command, and tries every failing allocation of a command that has one. Smallest: [open, open [allocation 5 fails]] where [open [allocation 8 fails]] does the same.',
  *candidates(trace) {
    if (trace.steps.every((c) => c.fails === undefined)) return;
    for (const steps of withoutOne(trace.steps))
      for (let i = 0; i < steps.length; i++) {
        const c = steps[i]!;
        if (c.fails === undefined) continue;
        for (let fails = 1; fails <= FAILS_MAX; fails++)
          if (fails !== c.fails) yield withSteps(trace, steps.with(i, { ...c, fails }));
      }
  },
};
