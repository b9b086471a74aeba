import type { LinuxFunction } from '../kernel/fidelity.ts';
import { mlockFidelity } from '../kernel/mm/fidelity/mlock.ts';
import { taskStructFidelity } from '../kernel/process/fidelity/task-struct.ts';
import { uacceFidelity } from '../kernel/uacce/fidelity.ts';
import { accountingFidelity } from '../kernel/vfio/fidelity/accounting.ts';
import { mappingFidelity } from '../kernel/vfio/fidelity/mapping.ts';
import { pinningRemoteFidelity } from '../kernel/vfio/fidelity/pinning-remote.ts';

/** A half of the simulated kernel, and what was compared with Linux in it. */
export interface FidelityTable {
  readonly title: string;
  readonly functions: readonly LinuxFunction[];
}

/** All tables, in the order of docs/fidelity.md. A new domain starts with a line here. */
export const fidelityTables: readonly FidelityTable[] = [
  { title: 'SVA', functions: [...uacceFidelity] },
  {
    title: 'VFIO',
    functions: [
      ...accountingFidelity,
      ...pinningRemoteFidelity,
      ...mappingFidelity,
      ...mlockFidelity,
      ...taskStructFidelity,
    ],
  },
];
