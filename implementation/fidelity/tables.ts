import type { LinuxFunction } from '../kernel/fidelity.ts';
import { fsFidelity } from '../kernel/fs/fidelity.ts';
import { ioasidFidelity } from '../kernel/ioasid/fidelity.ts';
import { smmuFidelity } from '../kernel/iommu/arm-smmu-v3/fidelity/index.ts';
import { iommuFidelity } from '../kernel/iommu/fidelity.ts';
import { addressSpaceFidelity } from '../kernel/mm/fidelity/address-space.ts';
import { areasFidelity } from '../kernel/mm/fidelity/areas.ts';
import { areaCallsFidelity } from '../kernel/mm/fidelity/calls.ts';
import { countsFidelity } from '../kernel/mm/fidelity/counts.ts';
import { mlockFidelity } from '../kernel/mm/fidelity/mlock.ts';
import { mmuNotifierFidelity } from '../kernel/mm/fidelity/mmu-notifier.ts';
import { pciFidelity } from '../kernel/pci/fidelity.ts';
import { lockFidelity } from '../kernel/process/fidelity/locks.ts';
import { referencesFidelity } from '../kernel/process/fidelity/references.ts';
import { taskStructFidelity } from '../kernel/process/fidelity/task-struct.ts';
import { taskFidelity } from '../kernel/process/fidelity/tasks.ts';
import { workFidelity } from '../kernel/process/fidelity/work.ts';
import { uacceFidelity } from '../kernel/uacce/fidelity/index.ts';
import { accountingFidelity } from '../kernel/vfio/fidelity/accounting.ts';
import { containersAndDrivers } from '../kernel/vfio/fidelity/containers-and-drivers.ts';
import { mappingFidelity } from '../kernel/vfio/fidelity/mapping.ts';
import { pageLookupFidelity } from '../kernel/vfio/fidelity/page-lookup.ts';
import { pinningRemoteFidelity } from '../kernel/vfio/fidelity/pinning-remote.ts';
import { replayFidelity } from '../kernel/vfio/fidelity/replay.ts';
import { idxdFidelity } from '../kernel/idxd/fidelity.ts';
import { intelFidelity } from '../kernel/iommu/intel/fidelity.ts';
import { setsFidelity } from '../kernel/sets/fidelity/index.ts';
import { enqcmdFidelity } from '../kernel/process/enqcmd/fidelity.ts';

/** A part of the simulated kernel, and what was compared with Linux in it. */
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
      ...pciFidelity,
      ...iommuFidelity,
      ...smmuFidelity,
      ...ioasidFidelity,
      ...mmuNotifierFidelity,
    ],
  },
  {
    title: 'VFIO and pinned memory',
    functions: [
      ...accountingFidelity,
      ...pageLookupFidelity,
      ...pinningRemoteFidelity,
      ...mappingFidelity,
      ...replayFidelity,
      ...containersAndDrivers,
      ...mlockFidelity,
    ],
  },
  {
    title: 'Tasks, files and address spaces',
    functions: [
      ...taskFidelity,
      ...taskStructFidelity,
      ...referencesFidelity,
      ...workFidelity,
      ...lockFidelity,
      ...fsFidelity,
      ...addressSpaceFidelity,
      ...countsFidelity,
      ...areasFidelity,
      ...areaCallsFidelity,
    ],
  },
  {
    title: 'VT-d, page requests and ENQCMD',
    functions: [...intelFidelity, ...idxdFidelity, ...enqcmdFidelity],
  },
  { title: 'Sets of PASIDs and their guests', functions: setsFidelity },
];

/** Kernels that are going to be simulated; their rows say what has to be built. A kernel that is simulated leaves this list. */
export const planned: readonly string[] = [];
