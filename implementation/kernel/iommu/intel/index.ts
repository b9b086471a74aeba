import { pasidsOf } from '../../../../model/ioasid/bounds.ts';
import { hasIdxd, svaOf } from '../../../../model/sva/bounds.ts';
import { prqCalls } from '../../calls/prq/index.ts';
import type { Kernel } from '../../kernel.ts';
import type { Lock, LockClass } from '../../machine/locks.ts';
import { addMmuNotifiers, type MmuNotifiers } from '../../mm/mmu-notifier.ts';
import type { Driver } from '../../subsystem.ts';
import { describeIntel, intelLeft } from './describe.ts';
import { deviceGroups } from './device.ts';
import { observeIntel } from './observe.ts';
import { answerSlab, sentSlab } from './link.ts';
import { intelIommuOps } from './ops.ts';
import { pasidTables } from './pasid-table.ts';
import { intelLockedIn, intelPoints } from './points.ts';
import { intelMmuNotifierOps } from './svm.ts';
import { intelSwitches } from './switches.ts';
import {
  faultSlab,
  groupSlab,
  pasidPrivate,
  ringSlab,
  sdevSlab,
  svmSlab,
  unitRows,
} from './tables.ts';
import { pageReqSlab } from './prq-list.ts';
import { intelThreads, prqTask } from './threads.ts';
import { settleRequests } from './settle.ts';

/** drivers/iommu/intel: the IOMMU of VT-d, its SVA, and page requests. */
export const intel: Driver<'intel', Intel, typeof intelSwitches> = {
  name: 'intel-iommu',
  field: 'intel',
  isIn: hasIdxd,
  tables: (k) => new Intel(k),
  switches: intelSwitches,
  points: intelPoints,
  lockedIn: intelLockedIn,
  calls: prqCalls,
  kthreads: intelThreads,
  ops: { iommu: intelIommuOps, mmuNotifiers: [intelMmuNotifierOps] },
  embedded: { mm_struct: { fields: {}, atMost: (world) => svaOf(world).files } },
  observe: observeIntel,
  describe: describeIntel,
  slabs: ({ intel: { svms, sdevs, faults, groups, ring, list, sent, answers } }) => [
    svms,
    sdevs,
    faults,
    groups,
    ring,
    list,
    sent,
    answers,
  ],
  leftovers: intelLeft,
  settle: settleRequests,
};

export class Intel {
  /** The largest PASID. */
  readonly pasids: number;
  readonly svms: ReturnType<typeof svmSlab>;
  readonly sdevs: ReturnType<typeof sdevSlab>;
  readonly mmuNotifiers: MmuNotifiers;
  readonly private: ReturnType<typeof pasidPrivate>;
  readonly table: ReturnType<typeof pasidTables>;
  readonly ring: ReturnType<typeof ringSlab>;
  readonly list: ReturnType<typeof pageReqSlab>;
  /** On the link: requests of devices, and answers to them. */
  readonly sent: ReturnType<typeof sentSlab>;
  readonly answers: ReturnType<typeof answerSlab>;
  readonly faults: ReturnType<typeof faultSlab>;
  readonly groups: ReturnType<typeof groupSlab>;
  readonly device: ReturnType<typeof deviceGroups>;
  readonly status: ReturnType<typeof unitRows>['status'];
  /** Held by the interrupt thread while it runs. */
  readonly thread: readonly Lock[];
  /** Held by the worker for faults while it runs. */
  readonly worker: readonly Lock[];
  readonly pasidMutex: LockClass;
  /** The interrupt thread, as the holder of a lock. */
  readonly threadTask: number;

  constructor(k: Kernel) {
    const { machine, world, locks } = k;
    this.pasids = pasidsOf(world);
    this.svms = svmSlab(machine, world);
    this.sdevs = sdevSlab(machine, world);
    this.mmuNotifiers = addMmuNotifiers(k, this.svms, intelMmuNotifierOps);
    this.private = pasidPrivate(machine, this.pasids);
    this.table = pasidTables(machine, world, this.pasids);
    this.ring = ringSlab(machine, world);
    this.list = pageReqSlab(machine, world);
    this.sent = sentSlab(machine, world);
    this.answers = answerSlab(machine, world);
    this.groups = groupSlab(machine);
    this.faults = faultSlab(machine, world);
    this.device = deviceGroups(machine, world);
    const unit = unitRows(machine);
    this.status = unit.status;
    this.thread = unit.thread;
    this.worker = unit.worker;
    locks.adopt('PRQ thread', this.thread);
    locks.adopt('fault worker', this.worker);
    locks.adopt('page response', this.device.prgs);
    this.pasidMutex = locks.declare('pasid_mutex', 1);
    this.threadTask = intelThreads.count(world) === 0 ? 0 : prqTask(k).index + 1;
  }
}
