import { named } from '../../../memory/kinds.ts';
import { hasDevices, isOneGroup, svaOf } from '../../../model/sva/bounds.ts';
import type { Kernel } from '../kernel.ts';
import type { LockClass } from '../machine/locks.ts';
import type { Driver } from '../subsystem.ts';
import { iommuLockedIn, iommuPoints } from './points.ts';
import { iommuSwitches } from './switches.ts';

/** drivers/iommu/iommu.c, iommu-sva-lib.c: groups, and SVA for any IOMMU. */
export const iommu: Driver<'iommu', Iommu, typeof iommuSwitches> = {
  name: 'iommu',
  field: 'iommu',
  isIn: hasDevices,
  tables: (k) => new Iommu(k),
  switches: iommuSwitches,
  points: iommuPoints,
  lockedIn: iommuLockedIn,
};

export class Iommu {
  /** The number of the ops table of the machine’s IOMMU: `iommuOps`. */
  readonly ops: number;
  readonly groupMutex: LockClass;

  constructor({ iommus, locks, world }: Kernel) {
    const [ops] = iommus;
    if (ops === undefined) throw new Error(`world ${world.name} has devices and no IOMMU`);
    this.ops = ops;
    this.groupMutex = isOneGroup(world)
      ? locks.declare('group->mutex', 1)
      : locks.declare('group->mutex', svaOf(world).devices, named('device'));
  }
}
