import type { Command } from '../../model/command.ts';
import { areCouple, couplesOf } from '../couples.ts';
import { makesSense, variants } from '../edits.ts';
import { type Pass, rulesIn, withSteps } from '../pass.ts';
import { rankOf } from '../simpler.ts';

const STEPS_MAX = 12;

export const plainerCouples: Pass = {
  name: 'plainer couples',
  because:
    'a couple may be replaced by a plainer couple, but only both commands together: a close needs its open. Replaces a command that creates something and the one that ends it. Smallest: [open p0 -> f0, bind p0 f0 -> h0, unbind p0 h0] where a second open and its close will do.',
  *candidates(trace, spec) {
    const { steps } = trace;
    if (steps.length > STEPS_MAX) return;
    const rank = rankOf(spec);
    const plainerThan = (c: Command) =>
      rulesIn(trace, spec).filter((r) => rank.get(r.kind)! < rank.get(c.kind)!);
    for (const { begin, end } of couplesOf(trace, spec))
      for (const first of plainerThan(steps[begin]!))
        for (const made of variants(first, steps, begin, spec)) {
          const begun = steps.with(begin, made);
          for (const second of plainerThan(steps[end]!))
            for (const ended of variants(second, begun, end, spec)) {
              const candidate = withSteps(trace, begun.with(end, ended));
              if (makesSense(candidate, trace, spec) && areCouple(candidate, begin, end, spec))
                yield candidate;
            }
        }
  },
};
