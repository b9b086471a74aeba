import { type Rules, type Sort, sorts } from '../../model/command.ts';
import { madeBy, makesSense, mentions, variants } from '../edits.ts';
import { type Pass, rulesIn, withSteps } from '../pass.ts';

const STEPS_MAX = 12;

export const makeLater: Pass = {
  name: 'make later',
  because:
    'a file that was opened early and handed on may as well be opened by the one who needs it. Leaves out a command that makes something and puts one that makes it in the place of a later one that uses it. Smallest: [open p0 -> f0, fork p0 -> p1, bind p1 f0 -> h0] where an open of p1 will do.',
  *candidates(trace, rules) {
    const { steps } = trace;
    if (steps.length > STEPS_MAX) return;
    for (let out = 0; out < steps.length; out++)
      for (const sort of sorts) {
        const name = madeBy(steps[out], sort, rules);
        if (name === undefined) continue;
        const rest = steps.toSpliced(out, 1);
        for (let at = out; at < rest.length; at++) {
          if (!mentions(rest[at]!, rules).includes(`${sort} ${name}`)) continue;
          for (const target of rulesIn(trace, rules)) {
            const field = fieldThatMakes(target, sort);
            if (field === undefined) continue;
            for (const c of variants(target, rest, at, rules)) {
              const candidate = withSteps(trace, rest.with(at, { ...c, [field]: name }));
              if (makesSense(candidate, trace, rules)) yield candidate;
            }
          }
        }
      }
  },
};

function fieldThatMakes(target: Rules, sort: Sort): string | undefined {
  return Object.entries(target.fields).find(
    ([, field]) => 'makes' in field && field.makes === sort,
  )?.[0];
}
