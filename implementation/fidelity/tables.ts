import type { LinuxFunction } from '../kernel/fidelity.ts';
import { ioasidFidelity } from '../kernel/ioasid/fidelity.ts';
import { iommuFidelity } from '../kernel/iommu/fidelity.ts';
import { smmuFidelity } from '../kernel/iommu/arm-smmu-v3/fidelity/index.ts';
import { addressSpaceFidelity } from '../kernel/mm/fidelity/address-space.ts';
import { mmuNotifierFidelity } from '../kernel/mm/fidelity/mmu-notifier.ts';
import { taskFidelity } from '../kernel/process/fidelity/tasks.ts';
import { uacceFidelity } from '../kernel/uacce/fidelity.ts';

/** A half of the simulated kernel, and what was compared with Linux in it. */
export interface FidelityTable {
  readonly title: string;
  readonly functions: readonly LinuxFunction[];
}

/** All tables, in the order of docs/fidelity.md. A new domain starts with a line here. */
export const fidelityTables: readonly FidelityTable[] = [
  {
    title: 'SVA',
    functions: [
      ...uacceFidelity,
      ...iommuFidelity,
      ...smmuFidelity,
      ...ioasidFidelity,
      ...mmuNotifierFidelity,
    ],
  },
  { title: 'Tasks and address spaces', functions: [...addressSpaceFidelity, ...taskFidelity] },
];
