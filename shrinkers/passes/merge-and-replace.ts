import { isAbout, makesSense, mentions, merges, variants } from '../edits.ts';
import { type Pass, withSteps } from '../pass.ts';
import { rankOf } from '../simpler.ts';

const STEPS_MAX = 6;

export const mergeAndReplace: Pass = {
  name: 'merge and replace',
  because:
    'what the exit of a second process did, one process does with a command of its own. Merges two names and replaces one command by another kind. Smallest: [open p0 -> f0, fork p0 -> p1, mmap p0 f0, exit p0, mmap p1 f0], where [open, mmap, munmap, mmap] does the same.',
  *candidates(trace, rules) {
    if (trace.steps.length > STEPS_MAX) return;
    const rank = rankOf(rules);
    for (const { to, steps } of merges(trace, rules)) {
      if (steps.length >= trace.steps.length) continue;
      for (let at = 0; at < steps.length; at++) {
        if (!mentions(steps[at]!, rules).includes(to)) continue;
        const isLast = at === steps.length - 1;
        for (const target of Object.values(rules)) {
          // The law breaks with the last command: for that, only a plainer one.
          if (isLast && rank.get(target.kind)! >= rank.get(steps[at]!.kind)!) continue;
          for (const c of variants(target, steps, at, rules)) {
            if (!isAbout(c, [to], rules)) continue;
            const candidate = withSteps(trace, steps.with(at, c));
            if (makesSense(candidate, rules)) yield candidate;
          }
        }
      }
    }
  },
};
