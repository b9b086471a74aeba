import { type Pass, withSteps } from '../pass.ts';

const STEPS_MAX = 16;
/** The largest number of allocations of a command. */
const FAILS_MAX = 12;

/** Only if allocations may fail: otherwise a trace without failures says more than a shorter one with a failure. */
export const failInstead: Pass = {
  name: 'fail instead',
  because:
    'commands that use something up may be replaced by one failing allocation. Removes a run of commands, and makes an allocation fail in a command that creates something. Smallest: [alloc, alloc, open] with two PASIDs, where [open [allocation 4 fails]] does the same.',
  *candidates(trace, spec) {
    const { steps } = trace;
    if (steps.length > STEPS_MAX) return;
    for (let size = steps.length - 1; size >= 1; size--)
      for (let start = 0; start + size <= steps.length; start++) {
        const kept = steps.toSpliced(start, size);
        for (let i = 0; i < kept.length; i++) {
          const c = kept[i]!;
          if (!Object.values(spec.rules[c.kind]!.fields).some((field) => 'makes' in field))
            continue;
          for (let fails = 1; fails <= FAILS_MAX; fails++)
            if (fails !== c.fails) yield withSteps(trace, kept.with(i, { ...c, fails }));
        }
      }
  },
};
