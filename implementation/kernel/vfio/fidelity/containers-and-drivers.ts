import type { LinuxFunction } from '../../fidelity.ts';
import { backendFidelity } from './backend.ts';
import { groupsFidelity } from './groups.ts';
import { containersFidelity } from './containers.ts';
import { devicesFidelity } from './devices.ts';
import { driversFidelity } from './drivers.ts';
import { objectsFidelity } from './objects.ts';
import { pfnListFidelity } from './pfn-list.ts';
import { pinCallsFidelity } from './pin-calls.ts';
import { pinPagesFidelity } from './pin-pages.ts';
import { unmapFidelity } from './unmap.ts';
import { vaddrFidelity } from './vaddr.ts';

/** Containers, groups, devices and their drivers: drivers/vfio, but for what is charged to whom. */
export const containersAndDrivers: readonly LinuxFunction[] = [
  ...containersFidelity,
  ...groupsFidelity,
  ...devicesFidelity,
  ...backendFidelity,
  ...objectsFidelity,
  ...vaddrFidelity,
  ...pinCallsFidelity,
  ...pinPagesFidelity,
  ...pfnListFidelity,
  ...unmapFidelity,
  ...driversFidelity,
];
