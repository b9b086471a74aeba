import { merges, withoutOne } from '../edits.ts';
import { type Pass, withSteps } from '../pass.ts';

/** Above this many commands the simpler passes run first. */
const STEPS_MAX = 16;

export const mergeAndDrop: Pass = {
  name: 'merge and drop',
  because:
    'with one process instead of two, a command that passed something between them is superfluous. Merges two names and removes one more command. Smallest: [open p0 -> f0, fork p0 -> p1, close p0 f0, close p1 f0] for a law that needs the last close.',
  *candidates(trace, spec) {
    if (trace.steps.length > STEPS_MAX) return;
    for (const merged of merges(trace, spec))
      for (const steps of withoutOne(merged.steps)) yield withSteps(trace, steps);
  },
};
