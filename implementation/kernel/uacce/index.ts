import { named, rowOf } from '../../../memory/kinds.ts';
import { regions } from '../../../model/sva/state.ts';
import { hasUacce, svaOf } from '../../../model/sva/bounds.ts';
import { svaCalls } from '../calls/sva/index.ts';
import { type Files, filesWith } from '../fs/file-table.ts';
import { iommuOps } from '../iommu/iommu-ops.ts';
import type { Kernel } from '../kernel.ts';
import type { LockClass } from '../machine/locks.ts';
import { type Areas, areasWith } from '../mm/vma.ts';
import type { Driver } from '../subsystem.ts';
import { describeQueues } from './describe.ts';
import { handleSlab } from './handle.ts';
import { uacceVmOps } from './mmap.ts';
import { uacceLockedIn, uaccePoints } from './points.ts';
import { hisiDriver } from './remove.ts';
import { uacceSwitches } from './switches.ts';
import { inArea, inFile, inodes, privates, qfrSlab, qmSlab, qpSlab, queueSlab } from './tables.ts';
import { uacceAccelerator, uacceFops } from './uacce.ts';
import { mmsInUse } from './users.ts';

/** drivers/misc/uacce: programs use an accelerator, each through its own queues. */
export const uacce: Driver<'uacce', Uacce, typeof uacceSwitches> = {
  name: 'uacce',
  field: 'uacce',
  isIn: hasUacce,
  tables: (k) => new Uacce(k),
  switches: uacceSwitches,
  points: uaccePoints,
  lockedIn: uacceLockedIn,
  calls: svaCalls,
  ops: {
    files: [uacceFops],
    areas: [uacceVmOps],
    pciDrivers: [hisiDriver],
    accelerators: [uacceAccelerator],
  },
  embedded: {
    file: { fields: inFile, atMost: (world) => svaOf(world).files },
    vm_area_struct: { fields: inArea, atMost: (world) => svaOf(world).files * regions.length },
  },
  describe: describeQueues,
  slabs: ({ uacce: { queues, qfrs, qps, handles } }) => [queues, qfrs, qps, handles],
  usersOf: mmsInUse,
};

export class Uacce {
  readonly queues: ReturnType<typeof queueSlab>;
  readonly qfrs: ReturnType<typeof qfrSlab>;
  readonly qps: ReturnType<typeof qpSlab>;
  readonly handles: ReturnType<typeof handleSlab>;
  readonly qms: ReturnType<typeof qmSlab>;
  readonly privates: ReturnType<typeof privates>;
  readonly inodes: ReturnType<typeof inodes>;
  /** All files and areas, with the fields of uacce. */
  readonly files: Files<keyof typeof inFile>;
  readonly areas: Areas<keyof typeof inArea>;
  /** Before v6.0: one for the queues of all devices. */
  readonly globalMutex: LockClass;
  readonly mutex: LockClass;
  readonly queueMutex: LockClass;

  constructor(k: Kernel) {
    const { machine, world, locks } = k;
    const { bonds } = iommuOps(k);
    this.queues = queueSlab(machine, world, bonds);
    this.qfrs = qfrSlab(machine, world);
    this.qps = qpSlab(machine, world);
    this.handles = handleSlab(machine, world, bonds);
    this.qms = qmSlab(machine, world);
    this.privates = privates(machine, world);
    this.inodes = inodes(machine, world, this.queues.capacity);
    this.files = filesWith(k);
    this.areas = areasWith(k);
    this.globalMutex = locks.declare('uacce_mutex', 1);
    this.mutex = locks.declare('uacce->mutex', svaOf(world).devices, named('device'));
    this.queueMutex = locks.declare('q->mutex', this.queues.capacity, rowOf('uacce_queue'));
  }
}
