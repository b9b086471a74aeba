import { hasSets } from '../../../model/sets/bounds.ts';
import type { Measure } from '../measure.ts';
import { MEASURED_TRACES } from '../measured-run.ts';

/** How often the subscribers of sets are told something. */
export const notifications: Measure = {
  name: 'notifications',
  says: `how often ${MEASURED_TRACES} random traces tell the subscribers of a set that a PASID is bound, freed or unbound`,
  isIn: hasSets,
  of({ kernel }) {
    const value = kernel.timesPassed('ioasid_notify');
    return { value, text: String(value) };
  },
};
