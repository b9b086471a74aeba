import { pasidsOf } from '../../../../model/ioasid/bounds.ts';
import { hasUacce, svaOf } from '../../../../model/sva/bounds.ts';
import type { Kernel } from '../../kernel.ts';
import type { LockClass } from '../../machine/locks.ts';
import { addMmuNotifiers, type MmuNotifiers } from '../../mm/mmu-notifier.ts';
import type { Driver } from '../../subsystem.ts';
import { cdSlab, contextTable } from './context-descriptor.ts';
import { describeEntries, entriesLeft } from './describe.ts';
import { masterSlab, smmuDevices } from './master.ts';
import { armSmmuMmuNotifierOps, notifierSlab } from './notifier.ts';
import { observeSmmu } from './observe.ts';
import { armSmmuOps } from './ops.ts';
import { smmuLockedIn, smmuPoints } from './points.ts';
import { bondSlab } from './sva.ts';
import { smmuSwitches } from './switches.ts';
import { translationCaches } from './translation.ts';

/** drivers/iommu/arm/arm-smmu-v3: the SMMU, and its SVA. */
export const armSmmuV3: Driver<'smmu', Smmu, typeof smmuSwitches> = {
  name: 'arm-smmu-v3',
  field: 'smmu',
  isIn: hasUacce,
  tables: (k) => new Smmu(k),
  switches: smmuSwitches,
  points: smmuPoints,
  lockedIn: smmuLockedIn,
  ops: { iommu: armSmmuOps, mmuNotifiers: [armSmmuMmuNotifierOps] },
  // A bond and a context descriptor may outlive the file that they were made for.
  embedded: { mm_struct: { fields: {}, atMost: (world) => svaOf(world).files } },
  observe: observeSmmu,
  describe: describeEntries,
  slabs: ({ smmu }) => [smmu.bonds, smmu.notifiers, smmu.cds],
  leftovers: entriesLeft,
};

export class Smmu {
  /** Entries of one context descriptor table: 1 << s1cdmax. */
  readonly ssids: number;
  readonly masters: ReturnType<typeof masterSlab>;
  readonly devices: ReturnType<typeof smmuDevices>;
  readonly bonds: ReturnType<typeof bondSlab>;
  readonly notifiers: ReturnType<typeof notifierSlab>;
  readonly mmuNotifiers: MmuNotifiers;
  readonly cds: ReturnType<typeof cdSlab>;
  readonly contexts: ReturnType<typeof contextTable>;
  readonly caches: ReturnType<typeof translationCaches>;
  /** One mutex for all of SVA. */
  readonly svaLock: LockClass;

  constructor(k: Kernel) {
    const { machine, world } = k;
    this.ssids = 1 << Math.ceil(Math.log2(pasidsOf(world) + 1));
    this.masters = masterSlab(machine, world);
    this.devices = smmuDevices(machine, world);
    this.bonds = bondSlab(machine, world);
    this.notifiers = notifierSlab(machine, world);
    this.mmuNotifiers = addMmuNotifiers(k, this.notifiers, armSmmuMmuNotifierOps);
    this.cds = cdSlab(machine, world);
    this.contexts = contextTable(machine, world, this.ssids);
    this.caches = translationCaches(machine, world, this.ssids, k.mms.capacity);
    this.svaLock = k.locks.declare('sva_lock', 1);
  }
}
