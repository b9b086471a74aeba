import { lowered } from '../canonical.ts';
import type { Pass } from '../pass.ts';

export const lowerNames: Pass = {
  name: 'lower names',
  because:
    'names have no meaning: f7 and d1 read better as f0 and d0, and two findings that differ only in names are one. Numbers all names by first appearance; then only one sort, for an implementation in which the devices are not interchangeable. Smallest: [open p0 d1 -> f3].',
  *candidates(trace, spec) {
    const all = lowered(trace, spec);
    if (all === trace) return;
    yield all;
    for (const { name: sort } of spec.vocabulary.sorts) {
      const one = lowered(trace, spec, sort);
      if (one !== trace) yield one;
    }
  },
};
