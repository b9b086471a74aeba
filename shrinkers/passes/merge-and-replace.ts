import { makesSense, merges, variants } from '../edits.ts';
import { type Pass, withSteps } from '../pass.ts';

const STEPS_MAX = 6;

export const mergeAndReplace: Pass = {
  name: 'merge and replace',
  because:
    'what the exit of a second process did, one process does with a command of its own. Merges two names and replaces one command by another kind. Smallest: [open p0 -> f0, fork p0 -> p1, mmap p0 f0, exit p0, mmap p1 f0], where [open, mmap, munmap, mmap] does the same.',
  *candidates(trace, rules) {
    if (trace.steps.length > STEPS_MAX) return;
    for (const merged of merges(trace, rules)) {
      if (merged.length >= trace.steps.length) continue;
      for (let at = 0; at < merged.length; at++)
        for (const target of Object.values(rules))
          for (const c of variants(target, merged, at, rules)) {
            const candidate = withSteps(trace, merged.with(at, c));
            if (makesSense(candidate, rules)) yield candidate;
          }
    }
  },
};
