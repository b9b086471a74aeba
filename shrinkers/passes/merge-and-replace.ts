import type { Command } from '../../model/command.ts';
import { insertions, isAbout, makesSense, mentions, merges, variants } from '../edits.ts';
import { type Pass, rulesIn, withSteps } from '../pass.ts';

const STEPS_MAX = 10;

export const mergeAndReplace: Pass = {
  name: 'merge and replace',
  because:
    'one process may need another command to do what the exit of a second process did. Merges two names and replaces one command about them by any other, even the command that created the second name, which is otherwise removed. Smallest: [open p0 -> f0, fork p0 -> p1, mmap p0 f0, exit p0, mmap p1 f0], where [open, mmap, munmap, mmap] does the same.',
  *candidates(trace, spec) {
    if (trace.steps.length > STEPS_MAX) return;
    const about = (found: readonly Command[], name: string) =>
      found.filter((c) => isAbout(c, [name], spec));
    const proposed = function* (steps: readonly Command[]) {
      const candidate = withSteps(trace, steps);
      if (makesSense(candidate, trace, spec)) yield candidate;
    };
    for (const { to, maker, steps } of merges(trace, spec)) {
      if (maker < 0) continue;
      for (let at = 0; at < steps.length; at++) {
        if (!mentions(steps[at]!, spec).includes(to)) continue;
        for (const target of rulesIn(trace, spec))
          for (const c of about(variants(target, steps, at, spec), to))
            yield* proposed(steps.with(at, c));
      }
      if (maker === steps.length) continue; // the last command, at which the law breaks, creates it
      for (const target of rulesIn(trace, spec))
        for (const c of about(insertions(target, steps, maker, spec), to))
          yield* proposed(steps.toSpliced(maker, 0, c));
    }
  },
};
