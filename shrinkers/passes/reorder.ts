import { type Pass, withSteps } from '../pass.ts';

export const reorder: Pass = {
  name: 'reorder',
  because:
    'commands that do not depend on each other can stand in any order, and one finding should have one text. Moves one command to any earlier place; the order of “simpler” picks the canonical one. Smallest: [fork, open p0, ...] where [open p0, fork, ...] does the same.',
  *candidates(trace) {
    const { steps } = trace;
    for (let from = 1; from < steps.length; from++)
      for (let to = 0; to < from; to++) {
        const moved = steps.toSpliced(from, 1);
        moved.splice(to, 0, steps[from]!);
        yield withSteps(trace, moved);
      }
  },
};
