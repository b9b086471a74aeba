import { merges } from '../edits.ts';
import { type Pass, withSteps } from '../pass.ts';

export const mergeNames: Pass = {
  name: 'merge names',
  because:
    'a second process, device or file is often only a detour: the first can do the same. Replaces one name by another everywhere and removes the command that created it. Smallest: [open p0 -> f0, fork p0 -> p1, exit p1] for a law that needs an exit of the opener.',
  *candidates(trace, spec) {
    for (const { steps } of merges(trace, spec)) yield withSteps(trace, steps);
  },
};
