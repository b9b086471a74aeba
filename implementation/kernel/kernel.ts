import type { Footprint } from '../../memory/footprint.ts';
import type { World } from '../../model/world.ts';
import { deferred, type Deferred } from './deferred.ts';
import { fs, type OpenFiles } from './fs/index.ts';
import { armSmmuV3 } from './iommu/arm-smmu-v3/index.ts';
import { idxd } from './idxd/index.ts';
import { iommu } from './iommu/index.ts';
import { intel } from './iommu/intel/index.ts';
import { ioasid } from './ioasid/index.ts';
import { sets } from './sets/index.ts';
import { Locks } from './machine/locks.ts';
import { Machine } from './machine/machine.ts';
import { type AddressSpaces, mm } from './mm/index.ts';
import type { MmuNotifiers } from './mm/mmu-notifier.ts';
import { pages, type Pages } from './mm/pages.ts';
import { registered, type RegisteredOps } from './ops.ts';
import { pci } from './pci/index.ts';
import { enqcmd } from './process/enqcmd/index.ts';
import { processes, type Processes } from './process/index.ts';
import type { AnySubsystem, Driver, Reserve } from './subsystem.ts';
import type { Switches } from './switches.ts';
import { uacce } from './uacce/index.ts';
import { vfio } from './vfio/index.ts';

/** All subsystems of the kernel, in the order in which they are booted and described. */
export const subsystems = [
  processes,
  mm,
  fs,
  pages,
  pci,
  iommu,
  uacce,
  idxd,
  ioasid,
  armSmmuV3,
  intel,
  enqcmd,
  vfio,
  deferred,
  sets,
] as const;

/** The order in which locks are taken, the outermost first. */
const lockOrder = [
  // The locks of VFIO come first, because the last user of an mm may be dropped under them.
  'hot-plug',
  'container use',
  'group_lock',
  'driver lock',
  'iommu->lock',
  'vaddr_wait',
  'device_list_lock',
  'uacce->mutex',
  'wq->wq_lock',
  'group->mutex',
  'sva_lock',
  'pasid_mutex',
  'mmap_lock',
  'q->mutex',
  'uacce_mutex',
  'ioasid_allocator_lock',
  'thread',
  // Waited for, never taken.
  'SRCU reader',
  'PRQ thread',
  'fault worker',
  'page response',
];

/** The ops tables of all subsystems. */
export const ops = registered(subsystems);

/** The tables of each driver, by its field. */
type Drivers = { readonly [D in DriverTypes as D['field']]: D['tables'] };
type DriverTypes = DriverTypesOf<(typeof subsystems)[number]>;
type DriverTypesOf<S> =
  S extends Driver<infer F, infer T, infer _> ? { field: F; tables: T } : never;

/** Declares those fields; the constructor of the kernel sets them. */
const Tables = Object as unknown as new () => Drivers;

/**
 * The whole simulated kernel as data: the machine, and every table of every subsystem on it. The code
 * is beside its table, in folders named as in Linux; the kernel is the first argument of each function.
 *
 * The tables of the core are fields of the kernel; the tables of a driver share one field. In a world without the
 * driver that field is missing, and only the driver’s own code would notice.
 */
export class Kernel extends Tables {
  readonly world: World;
  readonly switches: Switches;
  readonly machine: Machine;
  readonly locks: Locks;
  /** While a command runs alone, the ops tables of the straight twin. */
  ops: RegisteredOps = ops;
  /** The subsystems of this world. */
  readonly subsystems: readonly AnySubsystem[];
  /** The IOMMU of the machine, if it has one, by the number of its ops table. */
  readonly iommus: readonly number[];
  /** The PCI drivers that probe a new device, by number. */
  readonly pciDrivers: readonly number[];
  /** The drivers of devices that do SVA, by number. */
  readonly accelerators: readonly number[];
  /** All drivers that are notified of the end of address spaces. */
  readonly mmuNotifiers: MmuNotifiers[] = [];

  readonly tasks: Processes['tasks'];
  /** More fields of tasks in a world with threads; undefined in other worlds. */
  readonly threads: Processes['threads'];
  /** The number of mms made so far. */
  readonly counters: AddressSpaces['counters'];
  readonly mms: AddressSpaces['mms'];
  readonly vmas: AddressSpaces['vmas'];
  /** One in each mm: mmu_notifier_register takes it, and so do mmap, munmap and exit_mmap. */
  readonly mmapLock: AddressSpaces['mmapLock'];
  readonly files: OpenFiles['files'];
  readonly filesStructs: OpenFiles['filesStructs'];
  /** Pages, page tables and locked memory, if the world has them. */
  readonly ram: Pages['ram'] | undefined;
  readonly structs: Pages['structs'] | undefined;
  readonly works: Deferred['works'];
  /** The SRCU domain of mm/mmu_notifier.c. */
  readonly srcu: Deferred['srcu'];

  /** Slabs that may be too full for a command, unless deferred work runs before. */
  readonly reserves: readonly Reserve[];

  /** @param footprint - records which words of the machine are read and written, if given */
  constructor(world: World, switches: Switches, footprint?: Footprint) {
    super();
    this.machine = new Machine(footprint);
    this.locks = new Locks(this.machine, lockOrder);
    this.world = world;
    this.switches = switches;
    this.subsystems = subsystems.filter((s) => s.isIn(world));
    const own = this.subsystems.map((s) => s.ops ?? {});
    this.iommus = own.flatMap(({ iommu: i }) => (i === undefined ? [] : ops.iommus.numberOf(i)));
    this.accelerators = own
      .flatMap((o) => o.accelerators ?? [])
      .map((a) => ops.accelerators.numberOf(a));
    this.pciDrivers = own.flatMap((o) => o.pciDrivers ?? []).map((d) => ops.pciDrivers.numberOf(d));

    ({ tasks: this.tasks, threads: this.threads } = processes.tables(this));
    const spaces = mm.tables(this);
    this.counters = spaces.counters;
    this.mms = spaces.mms;
    this.vmas = spaces.vmas;
    this.mmapLock = spaces.mmapLock;
    ({ files: this.files, filesStructs: this.filesStructs } = fs.tables(this));
    const memory = pages.isIn(world) ? pages.tables(this) : undefined;
    this.ram = memory?.ram;
    this.structs = memory?.structs;
    // Before every subsystem that defers work.
    ({ works: this.works, srcu: this.srcu } = deferred.tables(this));
    for (const s of subsystems as readonly AnySubsystem[])
      if (s.field !== undefined)
        Object.assign(this, { [s.field]: s.isIn(world) ? s.tables(this) : undefined });
    this.reserves = this.subsystems.flatMap((s) => s.reserves?.(this) ?? []);
  }
}
