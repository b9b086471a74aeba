import { named } from '../../../memory/kinds.ts';
import { enqcmdOf } from '../../../model/enqcmd/bounds.ts';
import { hasIdxd, svaOf } from '../../../model/sva/bounds.ts';
import { type Files, filesWith } from '../fs/file-table.ts';
import { iommuOps } from '../iommu/iommu-ops.ts';
import type { Kernel } from '../kernel.ts';
import type { LockClass } from '../machine/locks.ts';
import type { PciDriver } from '../pci/driver.ts';
import type { Driver } from '../subsystem.ts';
import { idxdAccelerator, idxdFops, privateFops, portalArea } from './cdev.ts';
import { idxdLockedIn, idxdPoints } from './points.ts';
import { idxdSwitches } from './switches.ts';
import { contextSlab, inFile, queueRows } from './tables.ts';

const idxdDriver: PciDriver = {
  probe: () => undefined,
  *remove() {},
};

/** drivers/dma/idxd: programs submit work to an accelerator. */
export const idxd: Driver<'idxd', Idxd, typeof idxdSwitches> = {
  name: 'idxd',
  field: 'idxd',
  isIn: hasIdxd,
  tables: (k) => new Idxd(k),
  switches: idxdSwitches,
  points: idxdPoints,
  lockedIn: idxdLockedIn,
  ops: {
    files: [idxdFops, privateFops],
    areas: [portalArea],
    pciDrivers: [idxdDriver],
    accelerators: [idxdAccelerator],
  },
  embedded: {
    file: { fields: inFile, atMost: (world) => svaOf(world).files },
    vm_area_struct: { fields: {}, atMost: (world) => enqcmdOf(world).portals * world.processes },
  },
  observe: ({ idxd: { queues } }) => ({ queuePasid: (device) => queues[device]!.pasid }),
  slabs: ({ idxd: { contexts } }) => [contexts],
};

export class Idxd {
  readonly contexts: ReturnType<typeof contextSlab>;
  /** All files, with the field of idxd. */
  readonly files: Files<keyof typeof inFile>;
  /** By device. */
  readonly queues: ReturnType<typeof queueRows>;
  readonly wqLock: LockClass;

  constructor(k: Kernel) {
    const { machine, world, locks } = k;
    this.contexts = contextSlab(machine, world, iommuOps(k).bonds);
    this.files = filesWith(k);
    this.queues = queueRows(machine, world);
    this.wqLock = locks.declare('wq->wq_lock', svaOf(world).devices, named('device'));
  }
}
