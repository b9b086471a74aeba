import { withLowerNames } from '../edits.ts';
import { type Pass, withSteps } from '../pass.ts';

export const changeOneName: Pass = {
  name: 'change one name',
  because:
    'sometimes only one mention has to change: the last open may just as well be on d0. Replaces one mention of a name by a lower one. Smallest: [open p0 d0, exit p0, open p1 d1] where any device will do.',
  *candidates(trace, spec) {
    for (const [i, c] of trace.steps.entries())
      for (const other of withLowerNames(c, spec))
        yield withSteps(trace, trace.steps.with(i, other));
  },
};
