import { merges } from '../edits.ts';
import { type Pass, withSteps } from '../pass.ts';

export const mergeNames: Pass = {
  name: 'merge names',
  because:
    'a second process, device or file is often only a detour: what it does, the first can do. Uses one name for another everywhere and drops the command that made the second. Smallest: [open p0 -> f0, fork p0 -> p1, exit p1] for a law that needs an exit of the opener.',
  *candidates(trace, spec) {
    for (const { steps } of merges(trace, spec)) yield withSteps(trace, steps);
  },
};
