import type { LinuxFunction } from '../../fidelity.ts';
import { gpasidFidelity } from './gpasid.ts';
import { setFidelity } from './ioasid-set.ts';
import { notifierFidelity } from './notifiers.ts';
import { vfioPasidFidelity } from './vfio-pasid.ts';

/** Sets of PASIDs, and guests that bind them. */
export const setsFidelity: readonly LinuxFunction[] = [
  ...setFidelity,
  ...notifierFidelity,
  ...gpasidFidelity,
  ...vfioPasidFidelity,
];
