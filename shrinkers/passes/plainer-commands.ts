import { makesSense, namesOf, useInstead, variants } from '../edits.ts';
import { type Pass, rulesIn, withSteps } from '../pass.ts';
import { rankOf } from '../simpler.ts';

const STEPS_MAX = 12;

export const plainerCommands: Pass = {
  name: 'plainer commands',
  because:
    'a plainer command may do the same: exit instead of exec, open instead of bind. Replaces one command by each plainer kind. The process of later commands may be gone then, so the pass also tries another name in its place from there on. Smallest: [open p0, fork p0 -> p1, exec p0, open p0], where p0 may exit and p1 open.',
  *candidates(trace, spec) {
    const { steps } = trace;
    if (steps.length > STEPS_MAX) return;
    const rank = rankOf(spec);
    for (let at = 0; at < steps.length; at++)
      for (const target of rulesIn(trace, spec)) {
        if (rank.get(target.kind)! >= rank.get(steps[at]!.kind)!) continue;
        for (const c of variants(target, steps, at, spec)) {
          const replaced = steps.with(at, c);
          const candidate = withSteps(trace, replaced);
          if (makesSense(candidate, trace, spec)) yield candidate;
          for (const { name: sort } of spec.vocabulary.sorts)
            for (const from of namesOf(replaced.slice(at + 1), sort, spec))
              for (const to of namesOf(replaced.slice(0, at), sort, spec)) {
                if (from === to) continue;
                const renamed = useInstead(replaced, sort, from, to, spec, at + 1);
                if (renamed.length !== steps.length) continue;
                const other = withSteps(trace, renamed);
                if (makesSense(other, trace, spec)) yield other;
              }
        }
      }
  },
};
