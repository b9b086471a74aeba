import type { Footprint } from '../../memory/footprint.ts';
import { named, ownName, rowOf } from '../../memory/kinds.ts';
import type { World } from '../../model/world.ts';
import type { Row } from '../../memory/records.ts';
import { fileSlab, filesSlab } from './fs/file.ts';
import { ioasidTable } from './ioasid/ioasid.ts';
import { Machine } from './machine/machine.ts';
import { type LockClass, Locks } from './machine/locks.ts';
import { taskTable } from './machine/task.ts';
import { workSlab } from './machine/workqueue.ts';
import { mmSlab } from './mm/mm.ts';
import { Ram } from './mm/page.ts';
import { vmaSlab } from './mm/vma.ts';
import { TaskStructs } from './process/task-struct.ts';
import { Vfio } from './vfio/tables.ts';
import { threadTable } from './process/thread.ts';
import { bondSlab, notifierSlab } from './iommu/arm-smmu-v3/sva.ts';
import { cdSlab, contextTable, translationCaches } from './iommu/arm-smmu-v3/context-descriptor.ts';
import { handleSlab } from './uacce/handle.ts';
import { qfrSlab, qpSlab, queueSlab } from './uacce/uacce.ts';
import type { Switches } from './switches.ts';
import { isOneGroup, svaOf } from '../../model/sva/bounds.ts';
import { pasidsOf } from '../../model/ioasid/bounds.ts';

/** Where a world has none of a subsystem. */
const NO_LOCKS: LockClass = { name: 'none', rank: 0, locks: [] };

/**
 * The whole simulated kernel as data: the machine, and every table of every subsystem on it. The code
 * lies beside its table, in folders named as in Linux; each function takes the kernel first.
 */
export class Kernel {
  readonly world: World;
  readonly switches: Switches;
  readonly machine: Machine;
  readonly locks: Locks;

  readonly tasks;
  /** What tasks have more where a process can have several threads; undefined elsewhere. */
  readonly threads;
  readonly filesStructs;
  readonly works;
  readonly mms;
  /** mms made so far. */
  readonly counters: Row<'mms'>;
  /** Pages, page tables and what is locked; with VFIO. */
  readonly ram: Ram | undefined;
  readonly structs: TaskStructs | undefined;
  readonly vfio: Vfio | undefined;
  readonly vmas;
  readonly files;
  readonly ioasids;
  /** PASIDs that a driver took for itself, by their name in the trace. */
  readonly driverPasids;
  readonly bonds;
  readonly notifiers;
  readonly cds;
  readonly contexts;
  readonly caches;
  readonly queues;
  readonly qfrs;
  readonly qps;
  readonly handles;
  readonly devices: readonly Row<'present' | 'svaEnabled'>[];

  /** The SRCU domain of mm/mmu_notifier.c: how many are inside a read-side section. */
  readonly srcu: Row<'readers'>;

  // Locks, in the order in which they are taken.
  /** drivers/misc/uacce/uacce.c before v6.0: one for all devices. */
  readonly uacceGlobalMutex: LockClass;
  readonly uacceMutex: LockClass;
  readonly groupMutex: LockClass;
  /** drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3-sva.c: one mutex for all of SVA. */
  readonly svaLock: LockClass;
  /** Of user space: no thread closes a container that another one uses. */
  readonly useLock: LockClass;
  /** Of user space: one plugs or unplugs a device at a time. */
  readonly hotplugLock: LockClass;
  /** Of the driver of each VFIO group’s device: its record of what it has pinned. */
  readonly driverLock: LockClass;
  /** Of a container: its groups. A reader-writer semaphore in Linux, here without its readers. */
  readonly groupLock: LockClass;
  readonly iommuLock: LockClass;
  /** Not a lock: what those wait for who need a virtual address that was handed over. */
  readonly vaddrWait: LockClass;
  /** Who is told of an unmap (v6.0). */
  readonly deviceListLock: LockClass;
  /** One in each mm: mmu_notifier_register takes it, and so do mmap, munmap and exit_mmap. */
  readonly mmapLock: LockClass;
  readonly queueMutex: LockClass;
  readonly ioasidLock: LockClass;

  /** Entries of one context descriptor table: 1 << s1cdmax. */
  readonly ssids: number;

  /** @param footprint - where to record which words of the machine are read and written, if anybody asks */
  constructor(world: World, switches: Switches, footprint?: Footprint) {
    const m = (this.machine = new Machine(footprint));
    this.locks = new Locks(m);
    this.world = world;
    this.switches = switches;
    this.ssids = 1 << Math.ceil(Math.log2(pasidsOf(world) + 1));
    this.counters = m.layout.declare('counter', 1, { mms: 'ignored' }).rows[0]!;
    this.tasks = taskTable(m, world);
    this.works = workSlab(m);
    this.mms = mmSlab(m, world);
    this.ram = world.vfio && new Ram(m, world, this.mms.capacity);
    this.structs = world.vfio && new TaskStructs(m, world, this.tasks.rows.length);
    this.vmas = vmaSlab(m, world);
    this.files = fileSlab(m, world);
    this.vfio = world.vfio && new Vfio(m, world, this.files.capacity);
    this.ioasids = ioasidTable(m, world);
    this.driverPasids = m.layout.declare('driver pasid', pasidsOf(world), {
      live: 'value',
      name: ownName('pasid'),
      pasid: 'value',
    }).rows;
    this.bonds = bondSlab(m, world);
    this.notifiers = notifierSlab(m, world);
    this.cds = cdSlab(m, world);
    this.contexts = contextTable(m, world, this.ssids);
    this.caches = translationCaches(m, world, this.ssids, this.mms.capacity);
    this.queues = queueSlab(m, world);
    this.qfrs = qfrSlab(m, world);
    this.qps = qpSlab(m, world);
    this.handles = handleSlab(m, world);
    this.devices = m.layout.declare(
      'device',
      svaOf(world).devices,
      { present: 'value', svaEnabled: 'value' },
      { keyed: { of: named('device'), each: 1 } },
    ).rows;
    this.srcu = m.layout.declare('srcu', 1, ['readers']).rows[0]!;
    const { locks } = this;
    locks.begin(this.tasks.rows.length);
    // Those of VFIO are the outer ones: the last user of an mm may go under them.
    const { vfio } = this;
    this.hotplugLock = vfio ? locks.adopt('hot-plug', vfio.hotplugs) : NO_LOCKS;
    this.useLock = vfio ? locks.adopt('container use', vfio.uses) : NO_LOCKS;
    this.groupLock = vfio ? locks.adopt('group_lock', vfio.containers.all) : NO_LOCKS;
    this.driverLock = vfio ? locks.adopt('driver lock', vfio.drivers) : NO_LOCKS;
    this.iommuLock = vfio ? locks.adopt('iommu->lock', vfio.iommus.all) : NO_LOCKS;
    this.vaddrWait = vfio ? locks.adopt('vaddr_wait', vfio.vaddrWaits) : NO_LOCKS;
    this.deviceListLock = vfio ? locks.adopt('device_list_lock', vfio.deviceLists) : NO_LOCKS;
    this.uacceGlobalMutex = locks.declare('uacce_mutex', 1);
    this.uacceMutex = locks.declare('uacce->mutex', svaOf(world).devices, named('device'));
    this.groupMutex = isOneGroup(world)
      ? locks.declare('group->mutex', 1)
      : locks.declare('group->mutex', svaOf(world).devices, named('device'));
    this.svaLock = locks.declare('sva_lock', 1);
    this.mmapLock = locks.adopt('mmap_lock', this.mms.all);
    this.queueMutex = locks.declare('q->mutex', this.queues.capacity, rowOf('uacce_queue'));
    this.ioasidLock = locks.declare('ioasid_allocator_lock', 1);
    this.filesStructs = filesSlab(m, world);
    this.threads = threadTable(m, world);
    if (this.threads !== undefined) locks.adopt('thread', this.threads);
  }
}
