import type { Footprint } from '../../memory/footprint.ts';
import type { World } from '../../model/world.ts';
import { deferred, type Deferred } from './deferred.ts';
import { fs, type OpenFiles } from './fs/index.ts';
import { armSmmuV3, type Smmu } from './iommu/arm-smmu-v3/index.ts';
import { iommu, type Iommu } from './iommu/index.ts';
import { ioasid, type Ioasid } from './ioasid/index.ts';
import { Locks } from './machine/locks.ts';
import { Machine } from './machine/machine.ts';
import { type AddressSpaces, mm } from './mm/index.ts';
import type { MmuNotifiers } from './mm/mmu-notifier.ts';
import { pages, type Pages } from './mm/pages.ts';
import { registered, type RegisteredOps } from './ops.ts';
import { pci, type Pci } from './pci/index.ts';
import { processes, type Processes } from './process/index.ts';
import type { AnySubsystem, Reserve, Subsystem, SwitchTable } from './subsystem.ts';
import type { Switches } from './switches.ts';
import { uacce, type Uacce } from './uacce/index.ts';
import { vfio } from './vfio/index.ts';
import type { Vfio } from './vfio/tables.ts';

/** Everything that the kernel is made of, in the order in which it is booted and described. */
export const subsystems = [
  processes,
  mm,
  fs,
  pages,
  pci,
  iommu,
  uacce,
  ioasid,
  armSmmuV3,
  vfio,
  deferred,
] as const satisfies readonly AnySubsystem[];

/** The order in which locks are taken, the outermost first. */
const lockOrder = [
  // Those of VFIO are the outer ones: the last user of an mm may go under them.
  'hot-plug',
  'container use',
  'group_lock',
  'driver lock',
  'iommu->lock',
  'vaddr_wait',
  'device_list_lock',
  'uacce_mutex',
  'uacce->mutex',
  'group->mutex',
  'sva_lock',
  'mmap_lock',
  'q->mutex',
  'ioasid_allocator_lock',
  'thread',
];

/** The ops tables of all subsystems. */
export const ops = registered(subsystems);

/**
 * The whole simulated kernel as data: the machine, and every table of every subsystem on it. The code
 * lies beside its table, in folders named as in Linux; each function takes the kernel first.
 *
 * The tables of the core are fields of the kernel; those of a driver are together in one. Where a world has none of a
 * driver, that field is missing, which only its own code would notice.
 */
export class Kernel {
  readonly world: World;
  readonly switches: Switches;
  readonly machine: Machine;
  readonly locks: Locks;
  /** While a command runs alone, those of the straight twin. */
  ops: RegisteredOps = ops;
  /** Those in this world. */
  readonly subsystems: readonly AnySubsystem[];
  /** The IOMMU that the machine has, if it has one, by the number of its ops table. */
  readonly iommus: readonly number[];
  /** What takes a PCI device that appears, by number. */
  readonly pciDrivers: readonly number[];
  /** All drivers that hear of the end of address spaces. */
  readonly mmuNotifiers: MmuNotifiers[] = [];

  readonly tasks: Processes['tasks'];
  /** What tasks have more where a process can have several threads; undefined elsewhere. */
  readonly threads: Processes['threads'];
  /** mms made so far. */
  readonly counters: AddressSpaces['counters'];
  readonly mms: AddressSpaces['mms'];
  readonly vmas: AddressSpaces['vmas'];
  /** One in each mm: mmu_notifier_register takes it, and so do mmap, munmap and exit_mmap. */
  readonly mmapLock: AddressSpaces['mmapLock'];
  readonly files: OpenFiles['files'];
  readonly filesStructs: OpenFiles['filesStructs'];
  readonly pci: Pci;
  readonly iommu: Iommu;
  readonly uacce: Uacce;
  readonly ioasid: Ioasid;
  readonly smmu: Smmu;
  readonly vfio: Vfio;
  /** Pages, page tables and what is locked, where a world has them. */
  readonly ram: Pages['ram'] | undefined;
  readonly structs: Pages['structs'] | undefined;
  readonly works: Deferred['works'];
  /** The SRCU domain of mm/mmu_notifier.c. */
  readonly srcu: Deferred['srcu'];

  /** Slabs that a command may find too full, unless what is deferred is done before. */
  readonly reserves: readonly Reserve[];

  /** @param footprint - where to record which words of the machine are read and written, if anybody asks */
  constructor(world: World, switches: Switches, footprint?: Footprint) {
    this.machine = new Machine(footprint);
    this.locks = new Locks(this.machine, lockOrder);
    this.world = world;
    this.switches = switches;
    this.subsystems = subsystems.filter((s) => s.isIn(world));
    const own = this.subsystems.map((s) => s.ops ?? {});
    this.iommus = own.flatMap(({ iommu: i }) => (i === undefined ? [] : ops.iommus.numberOf(i)));
    this.pciDrivers = own.flatMap((o) => o.pciDrivers ?? []).map((d) => ops.pciDrivers.numberOf(d));
    const tables = <T>(s: Subsystem<T, SwitchTable | undefined>): T | undefined =>
      s.isIn(world) ? s.tables(this) : undefined;

    ({ tasks: this.tasks, threads: this.threads } = processes.tables(this));
    const spaces = mm.tables(this);
    this.counters = spaces.counters;
    this.mms = spaces.mms;
    this.vmas = spaces.vmas;
    this.mmapLock = spaces.mmapLock;
    ({ files: this.files, filesStructs: this.filesStructs } = fs.tables(this));
    const memory = tables(pages);
    this.ram = memory?.ram;
    this.structs = memory?.structs;
    // Before anybody who defers something.
    ({ works: this.works, srcu: this.srcu } = deferred.tables(this));
    this.pci = tables(pci)!;
    this.iommu = tables(iommu)!;
    this.uacce = tables(uacce)!;
    this.ioasid = tables(ioasid)!;
    this.smmu = tables(armSmmuV3)!;
    this.vfio = tables(vfio)!;
    this.reserves = this.subsystems.flatMap((s) => s.reserves?.(this) ?? []);
  }
}
