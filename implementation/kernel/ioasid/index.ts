import type { StateLine } from '../../../model/state-line.ts';
import type { Leftover } from '../../../model/process/seen.ts';
import { ownName } from '../../../memory/kinds.ts';
import type { Row } from '../../../memory/records.ts';
import { pasidsOf } from '../../../model/ioasid/bounds.ts';
import { hasDevices } from '../../../model/sva/bounds.ts';
import { driver, nobody } from '../../../model/ioasid/seen.ts';
import type { Observation } from '../../../model/observation.ts';
import { ioasidCalls } from '../calls/ioasid/index.ts';
import type { Kernel } from '../kernel.ts';
import type { LockClass } from '../machine/locks.ts';
import type { Driver } from '../subsystem.ts';
import { DRIVER, ioasidTable } from './ioasid.ts';
import { ioasidSwitches } from './switches.ts';

/** drivers/iommu/ioasid.c: the owners of PASIDs. */
export const ioasid: Driver<'ioasid', Ioasid, typeof ioasidSwitches> = {
  name: 'ioasid',
  field: 'ioasid',
  isIn: (world) => pasidsOf(world) > 0 || hasDevices(world),
  tables: (k) => new Ioasid(k),
  switches: ioasidSwitches,
  calls: ioasidCalls,
  observe: observePasids,
  describe: describePasids,
  leftovers: pasidsOfMms,
};

export class Ioasid {
  /** By PASID. */
  readonly rows: ReturnType<typeof ioasidTable>['rows'];
  /** PASIDs that a driver has allocated for itself, by their name in the trace. */
  readonly ofDrivers: readonly Row<'live' | 'name' | 'pasid'>[];
  readonly lock: LockClass;
  /** The PASID that was handed out last; only of an allocator that goes on from there. */
  readonly last: Row<'pasid'> | undefined;

  constructor({ machine, world, locks, switches }: Kernel) {
    const pasids = pasidsOf(world);
    this.rows = ioasidTable(machine, pasids).rows;
    this.ofDrivers = machine.layout.declare('driver pasid', pasids, {
      live: 'value',
      name: ownName('pasid'),
      pasid: 'value',
    }).rows;
    if (switches.pasidOrder === 'cyclic')
      [this.last] = machine.layout.declare('last pasid', 1, { pasid: 'value' }).rows;
    this.lock = locks.declare('ioasid_allocator_lock', 1);
  }
}

function observePasids(k: Kernel): Pick<Observation, 'pasidOwner'> {
  const { rows } = k.ioasid;
  return {
    pasidOwner(pasid) {
      const row = rows[pasid]!;
      if (row.live === 0) return nobody;
      return row.owner === DRIVER ? driver : row.owner;
    },
  };
}

function describePasids(k: Kernel): StateLine[] {
  return k.ioasid.rows
    .filter(({ live }) => live !== 0)
    .map(({ index, owner }) => ({
      what: `PASID ${index}`,
      is: owner === DRIVER ? 'a driver' : `mm${owner - 1}`,
    }));
}

function pasidsOfMms(k: Kernel): Leftover[] {
  return k.ioasid.rows
    .filter(({ live, owner }) => live !== 0 && owner !== DRIVER)
    .map(({ index, owner }) => ({ kind: 'PASID', says: `PASID ${index} of mm${owner - 1}` }));
}
