import { named, pointerTo } from '../../../memory/kinds.ts';
import type { Row } from '../../../memory/records.ts';
import { hasDevices, isOneGroup, svaOf } from '../../../model/sva/bounds.ts';
import type { Kernel } from '../kernel.ts';
import type { LockClass } from '../machine/locks.ts';
import type { Slab } from '../machine/slab.ts';
import type { Driver } from '../subsystem.ts';
import { groupSlab } from './group-lifetime.ts';
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
  readonly groups: Slab<'refs' | 'devices' | 'domain'>;
  /** By device: dev->iommu_group. */
  readonly groupOfDevice: readonly Row<'group'>[];

  constructor({ iommus, locks, machine, world }: Kernel) {
    const [ops] = iommus;
    if (ops === undefined) throw new Error(`world ${world.name} has devices and no IOMMU`);
    this.ops = ops;
    this.groupMutex = isOneGroup(world)
      ? locks.declare('group->mutex', 1)
      : locks.declare('group->mutex', svaOf(world).devices, named('device'));
    this.groups = groupSlab(machine, world);
    this.groupOfDevice = machine.layout.declare(
      'dev->iommu_group',
      svaOf(world).devices,
      { group: pointerTo('iommu_group') },
      { keyed: { of: named('device'), each: 1 } },
    ).rows;
  }
}
