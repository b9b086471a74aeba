import { named, pointerTo } from '../../../memory/kinds.ts';
import { hasSets, setsOf } from '../../../model/sets/bounds.ts';
import { hasIdxd } from '../../../model/sva/bounds.ts';
import { pasidsOf } from '../../../model/ioasid/bounds.ts';
import type { Observation } from '../../../model/observation.ts';
import type { Leftover } from '../../../model/process/seen.ts';
import type { StateLine } from '../../../model/state-line.ts';
import { setsCalls } from '../calls/sets/index.ts';
import { type Files, filesWith } from '../fs/file-table.ts';
import type { Kernel } from '../kernel.ts';
import type { LockClass } from '../machine/locks.ts';
import type { Driver } from '../subsystem.ts';
import { guestCleanUp, nestedEntry } from './gpasid.ts';
import { kvmFops, translation } from './kvm.ts';
import { setsLockedIn, setsPoints } from './points.ts';
import { setsSwitches } from './switches.ts';
import {
  endpointTables,
  guestRows,
  guestSvmSlab,
  idRows,
  kvmSlab,
  setSlab,
  translationRows,
} from './tables.ts';
import { pasidFops } from './vfio-pasid.ts';

/** Sets of PASIDs, and guests that bind PASIDs of them to assigned devices. */
export const sets: Driver<'sets', Sets, typeof setsSwitches> = {
  name: 'ioasid-sets',
  field: 'sets',
  isIn: hasSets,
  tables: (k) => new Sets(k),
  switches: setsSwitches,
  points: setsPoints,
  lockedIn: setsLockedIn,
  calls: setsCalls,
  ops: { files: [pasidFops, kvmFops], works: [guestCleanUp] },
  embedded: {
    file: {
      fields: {
        pasidSet: pointerTo('ioasid_set'),
        setName: named('set', 1),
        kvm: pointerTo('kvm'),
      },
      atMost: (world) => 3 * setsOf(world).pasidSets,
    },
  },
  observe: observeSets,
  describe: describeSets,
  slabs: ({ sets: { kvms, sets: all, svms } }) => [all, svms, kvms],
  leftovers: keptQuota,
};

export class Sets {
  readonly endpoints: number;
  readonly sets: ReturnType<typeof setSlab>;
  /** By PASID. */
  readonly ids: ReturnType<typeof idRows>;
  readonly guests: ReturnType<typeof guestRows>;
  readonly kvms: ReturnType<typeof kvmSlab>;
  readonly translations: ReturnType<typeof translationRows>;
  readonly svms: ReturnType<typeof guestSvmSlab>;
  readonly tables: ReturnType<typeof endpointTables>;
  /** pasid_mutex of drivers/iommu/intel/svm.c. */
  readonly pasidMutex: LockClass;
  readonly files: Files<'pasidSet' | 'setName' | 'kvm'>;
  /** `reserved`: the quotas of all sets. */
  readonly pool: { reserved: number };

  constructor(k: Kernel) {
    const { machine, world } = k;
    this.endpoints = setsOf(world).endpoints;
    this.sets = setSlab(machine, world);
    this.ids = idRows(machine, pasidsOf(world));
    this.guests = guestRows(machine, world);
    this.kvms = kvmSlab(machine, world);
    this.translations = translationRows(machine, world, pasidsOf(world));
    this.svms = guestSvmSlab(machine, world, pasidsOf(world));
    this.tables = endpointTables(machine, world, pasidsOf(world));
    this.pasidMutex = hasIdxd(world) ? k.intel.pasidMutex : k.locks.declare('pasid_mutex', 1);
    this.files = filesWith<'pasidSet' | 'setName' | 'kvm'>(k);
    this.pool = machine.layout.declare('ioasid pool', 1, { reserved: 'value' }).rows[0]!;
  }
}

function observeSets(k: Kernel): Pick<Observation, 'endpointMm' | 'isTranslated'> {
  return {
    endpointMm: (endpoint, pasid) => nestedEntry(k, endpoint, pasid).mm,
    isTranslated(mm, pasid) {
      const kvm = k.sets.kvms.rows.find(({ id, live }) => live !== 0 && id === mm);
      return kvm !== undefined && translation(k, kvm.index, pasid).there !== 0;
    },
  };
}

function describeSets(k: Kernel): StateLine[] {
  const { sets: all } = k.sets;
  return all.rows
    .filter(({ live }) => live !== 0)
    .map((set) => ({
      what: `set of mm${set.mm - 1}`,
      is: `${set.count} of ${set.quota} PASIDs${set.closed === 0 ? '' : ', closed'}`,
    }));
}

function keptQuota({ sets: { pool, sets: all } }: Kernel): Leftover[] {
  if (pool.reserved === 0 || all.live > 0) return [];
  return [{ kind: 'quota', says: `${pool.reserved} PASIDs that are reserved for no set` }];
}
