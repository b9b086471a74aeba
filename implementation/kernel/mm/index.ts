import type { Row } from '../../../memory/records.ts';
import type { Kernel } from '../kernel.ts';
import type { LockClass } from '../machine/locks.ts';
import type { Subsystem } from '../subsystem.ts';
import { describeMms } from './describe.ts';
import { mmSlab } from './mm.ts';
import { observeMms } from './observe.ts';
import { mmLockedIn, mmPoints } from './points.ts';
import { mmSwitches } from './switches.ts';
import { type Areas, vmaSlab } from './vma.ts';

/** mm/, and the mm part of kernel/fork.c: address spaces, their areas and their notifiers. */
export const mm: Subsystem<AddressSpaces, typeof mmSwitches> = {
  name: 'mm',
  isIn: () => true,
  tables: (k) => new AddressSpaces(k),
  switches: mmSwitches,
  points: mmPoints,
  lockedIn: mmLockedIn,
  reserves: ({ mms }) => [{ slab: mms, least: 3 }],
  observe: observeMms,
  describe: describeMms,
  slabs: ({ mms, vmas }) => [mms, vmas],
};

export class AddressSpaces {
  readonly counters: Row<'mms'>;
  readonly mms: ReturnType<typeof mmSlab>;
  readonly vmas: Areas;
  readonly mmapLock: LockClass;

  constructor(k: Kernel) {
    this.counters = k.machine.layout.declare('counter', 1, { mms: 'ignored' }).rows[0]!;
    this.mms = mmSlab(k);
    this.vmas = vmaSlab(k);
    this.mmapLock = k.locks.adopt('mmap_lock', this.mms.all);
  }
}
