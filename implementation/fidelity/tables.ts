import type { LinuxFunction } from '../kernel/fidelity.ts';
import { uacceFidelity } from '../kernel/uacce/fidelity.ts';
import { containersAndDrivers } from '../kernel/vfio/fidelity/containers-and-drivers.ts';

/** A half of the simulated kernel, and what was compared with Linux in it. */
export interface FidelityTable {
  readonly title: string;
  readonly functions: readonly LinuxFunction[];
}

/** All tables, in the order of docs/fidelity.md. A new domain starts with a line here. */
export const fidelityTables: readonly FidelityTable[] = [
  { title: 'SVA', functions: [...uacceFidelity] },
  { title: 'VFIO: containers, drivers and unmap', functions: [...containersAndDrivers] },
];
