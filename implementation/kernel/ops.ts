import type { FileOperations } from './fs/file-operations.ts';
import type { IommuOps } from './iommu/iommu-ops.ts';
import { OpsTables } from './machine/ops.ts';
import type { WorkFunction } from './machine/workqueue.ts';
import type { MmuNotifierOps } from './mm/mmu-notifier.ts';
import type { VmOperations } from './mm/vm-operations.ts';
import type { Accelerator } from './pci/accelerator.ts';
import type { PciDriver } from './pci/driver.ts';

/** The ops tables that a subsystem gives to the core, which knows nothing else of it. */
export interface Ops {
  readonly files?: readonly FileOperations[];
  readonly areas?: readonly VmOperations[];
  readonly works?: readonly WorkFunction[];
  readonly pciDrivers?: readonly PciDriver[];
  readonly mmuNotifiers?: readonly MmuNotifierOps[];
  /** That of an IOMMU driver: the machine has one IOMMU, and the world decides its kind. */
  readonly iommu?: IommuOps;
  readonly accelerators?: readonly Accelerator[];
}

/**
 * The ops tables of all subsystems, by the numbers with which objects of the kernel refer to them. No object holds a function
 * that may wait, so that a kernel can switch to the tables of its straight twin (`straight.ts`).
 */
export interface RegisteredOps {
  readonly files: OpsTables<FileOperations>;
  readonly areas: OpsTables<VmOperations>;
  readonly works: OpsTables<WorkFunction>;
  readonly pciDrivers: OpsTables<PciDriver>;
  readonly mmuNotifiers: OpsTables<MmuNotifierOps>;
  readonly iommus: OpsTables<IommuOps>;
  readonly accelerators: OpsTables<Accelerator>;
}

export function registered(all: readonly { readonly ops?: Ops }[]): RegisteredOps {
  const each = all.map(({ ops }) => ops ?? {});
  return {
    files: new OpsTables(each.flatMap((ops) => ops.files ?? [])),
    areas: new OpsTables(each.flatMap((ops) => ops.areas ?? [])),
    works: new OpsTables(each.flatMap((ops) => ops.works ?? [])),
    pciDrivers: new OpsTables(each.flatMap((ops) => ops.pciDrivers ?? [])),
    mmuNotifiers: new OpsTables(each.flatMap((ops) => ops.mmuNotifiers ?? [])),
    iommus: new OpsTables(each.flatMap((ops) => ops.iommu ?? [])),
    accelerators: new OpsTables(each.flatMap((ops) => ops.accelerators ?? [])),
  };
}
