import type { Measure } from '../measure.ts';
import { MEASURED_TRACES } from '../measured-run.ts';

/** How long the kernel stays where nothing may sleep. */
export const atomicSections: Measure = {
  name: 'longest atomic section',
  says: `the steps (calls, locks, accesses to objects) of the longest section of ${MEASURED_TRACES} random traces in which nothing may sleep, and the function with which it begins`,
  isIn: () => true,
  of({ kernel }) {
    const longest = kernel.longestAtomic;
    if (longest === undefined) return { value: 0, text: 'none' };
    return { value: longest.steps, text: `${longest.steps}, ${longest.from}` };
  },
};
