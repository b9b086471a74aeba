import { makesSense, variants } from '../edits.ts';
import { type Pass, withSteps } from '../pass.ts';

const STEPS_MAX = 8;

export const twoForOne: Pass = {
  name: 'two for one',
  because:
    'one command of another kind can do what two did together. Leaves out one command and replaces another by any kind. Smallest: [open p0, fork p0 -> p1, open p1] with a single PASID, where [alloc, open p0] exhausts it too.',
  *candidates(trace, rules) {
    const { steps } = trace;
    if (steps.length > STEPS_MAX) return;
    for (let out = steps.length - 1; out >= 0; out--) {
      const rest = steps.toSpliced(out, 1);
      for (let at = 0; at < rest.length; at++)
        for (const target of Object.values(rules))
          for (const c of variants(target, rest, at, rules)) {
            const candidate = withSteps(trace, rest.with(at, c));
            if (makesSense(candidate, rules)) yield candidate;
          }
    }
  },
};
