import { isAbout, makesSense, mentions, variants } from '../edits.ts';
import { type Pass, rulesIn, withSteps } from '../pass.ts';

/** Any two commands in traces of up to this length; only neighbours in longer traces. */
const ANY_MAX = 8;
const STEPS_MAX = 16;

export const twoForOne: Pass = {
  name: 'two for one',
  because:
    'one command of another kind can do what two did together. Removes one command and replaces another by any kind. Smallest: [open p0, fork p0 -> p1, open p1] with a single PASID, where [alloc, open p0] exhausts it too.',
  *candidates(trace, spec) {
    const { steps } = trace;
    if (steps.length < 2 || steps.length > STEPS_MAX) return;
    const last = steps.length - 1;
    for (let out = last; out >= 0; out--) {
      const rest = steps.toSpliced(out, 1);
      // The law breaks with the last command: it stays, or is one of the two.
      for (let at = out === last ? last - 1 : 0; at < rest.length; at++) {
        if (steps.length > ANY_MAX && at !== out - 1 && at !== out) continue;
        const named = mentions(rest[at]!, spec);
        const common = mentions(steps[out]!, spec).filter((name) => named.includes(name));
        if (common.length === 0) continue;
        for (const target of rulesIn(trace, spec))
          for (const c of variants(target, rest, at, spec)) {
            if (!isAbout(c, common, spec)) continue;
            const candidate = withSteps(trace, rest.with(at, c));
            if (makesSense(candidate, trace, spec)) yield candidate;
          }
      }
    }
  },
};
