import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const replayUnreferencedMm: Defect = {
  id: 'replay-unreferenced-mm',
  title: 'attach charges the mm of another process without a reference on it',
  story:
    'vfio_lock_acct gets a reference with get_task_mm if it is called for another task (async). For pages that the IOMMU pins it reads dma->task->mm and takes none, because map is called by the owner. But an attach pins the mappings of all processes: it waits for the mmap_sem of another process, which may exit or run another program meanwhile. Its mm is freed, and the lock and locked_vm in it are used.',
  source:
    'vfio_lock_acct(async = false) in vfio_pin_pages_remote, as called by vfio_iommu_replay, v4.18 to v6.2; nobody reported it',
  fix: 'dma->mm, with a reference from map on (v6.3, 046eca5018f8), or get_task_mm for each charge.',
  evidence: 'inferred',
  releases: ['linux-4.18'],
  switches: { pinOwnerMm: 'of-task' },
  given: { dmaOwner: 'group-leader', replayMm: 'of-current', replayDeadOwner: 'charged' },
  law: 'no-splat',
  place: { splat: 'use-after-free', where: 'vfio_lock_acct', what: 'mm_struct' },
  world: 'vfio-keep-on-exec',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'fork p0 -> p1',
    'attach p0 c0 g0',
    'map p0 c0 i0 a0 1 rw',
    'attach p1 c0 g1 [stops at vfio_lock_acct: before mmap_lock]',
    'exec p0',
  ),
};
