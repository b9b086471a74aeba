import type { LinuxFunction } from '../../fidelity.ts';
import { driverFidelity } from './driver.ts';
import { filesFidelity } from './files.ts';
import { mappingsFidelity } from './mappings.ts';
import { queuesFidelity } from './queues.ts';
import { removalFidelity } from './removal.ts';

/** drivers/misc/uacce, and what it calls in its first driver (drivers/crypto/hisilicon/qm.c). */
export const uacceFidelity: readonly LinuxFunction[] = [
  ...filesFidelity,
  ...queuesFidelity,
  ...mappingsFidelity,
  ...removalFidelity,
  ...driverFidelity,
];
