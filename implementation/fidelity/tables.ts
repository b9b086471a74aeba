import type { LinuxFunction, Release } from '../kernel/fidelity.ts';
import { idxdFidelity } from '../kernel/idxd/fidelity.ts';
import { intelFidelity } from '../kernel/iommu/intel/fidelity.ts';
import { enqcmdFidelity } from '../kernel/process/enqcmd/fidelity.ts';
import { uacceFidelity } from '../kernel/uacce/fidelity.ts';

/** A half of the simulated kernel, and what was compared with Linux in it. */
export interface FidelityTable {
  readonly title: string;
  readonly functions: readonly LinuxFunction[];
}

/** All tables, in the order of docs/fidelity.md. A new domain starts with a line here. */
export const fidelityTables: readonly FidelityTable[] = [
  { title: 'SVA', functions: [...uacceFidelity] },
  {
    title: 'VT-d, page requests and ENQCMD',
    functions: [...intelFidelity, ...idxdFidelity, ...enqcmdFidelity],
  },
];

/** Kernels that are going to be simulated; their rows say what has to be built. A kernel that is simulated leaves this list. */
export const planned: readonly Release[] = [
  'linux-4.4-svm',
  'linux-5.6-vtd',
  'vtd-drain-v2',
  'linux-5.8-vtd',
  'x86-pasid-v1',
  'linux-5.14-vtd',
];
