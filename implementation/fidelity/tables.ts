import type { LinuxFunction } from '../kernel/fidelity.ts';
import { fsFidelity } from '../kernel/fs/fidelity.ts';
import { areasFidelity } from '../kernel/mm/fidelity/areas.ts';
import { pciFidelity } from '../kernel/pci/fidelity.ts';
import { uacceFidelity } from '../kernel/uacce/fidelity/index.ts';

/** A half of the simulated kernel, and what was compared with Linux in it. */
export interface FidelityTable {
  readonly title: string;
  readonly functions: readonly LinuxFunction[];
}

/** All tables, in the order of docs/fidelity.md. A new domain starts with a line here. */
export const fidelityTables: readonly FidelityTable[] = [
  { title: 'SVA', functions: [...uacceFidelity, ...pciFidelity, ...fsFidelity, ...areasFidelity] },
];
