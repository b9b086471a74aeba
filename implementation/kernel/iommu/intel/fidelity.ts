import type { LinuxFunction } from '../../fidelity.ts';
import { bindFidelity } from './fidelity-bind.ts';
import { drainFidelity } from './fidelity-drain.ts';
import { entryFidelity } from './fidelity-entry.ts';
import { pasidV1Fidelity } from './fidelity-pasid-v1.ts';
import { prqFidelity } from './fidelity-prq.ts';
import { unbindFidelity } from './fidelity-unbind.ts';

/** drivers/iommu/intel-svm.c and what it calls: PASID table entries, page requests, the queue of invalidations. */
export const intelFidelity: readonly LinuxFunction[] = [
  ...bindFidelity,
  ...pasidV1Fidelity,
  ...unbindFidelity,
  ...entryFidelity,
  ...prqFidelity,
  ...drainFidelity,
];
