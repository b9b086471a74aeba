import type { LinuxFunction } from '../../../fidelity.ts';
import { bondFidelity } from './bonds.ts';
import { descriptorFidelity } from './descriptors.ts';
import { notifierFidelity } from './notifier.ts';

/** drivers/iommu/arm/arm-smmu-v3: bonds, notifiers, context descriptors, and what the hardware makes of them. */
export const smmuFidelity: readonly LinuxFunction[] = [
  ...bondFidelity,
  ...notifierFidelity,
  ...descriptorFidelity,
];
