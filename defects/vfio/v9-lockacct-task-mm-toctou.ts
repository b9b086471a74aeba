import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const v9LockacctTaskMmToctou: Defect = {
  id: 'v9-lockacct-task-mm-toctou',
  title: 'task->mm is tested, and is gone when it is used',
  story:
    'vfio_lock_acct was written for current, whose mm stays while it runs. v9 passes it any task: it tests task->mm, and then uses its lock and its counter. The task may exit in between, and then has no mm.',
  source:
    'the diff in the mail of Kirti Wankhede of 2016-10-20 (“Re: [PATCH v9 04/12] vfio iommu: Add support for mediated devices”): `if (!task->mm || !npage)`, then `&task->mm->mmap_sem`; get_task_mm is used on the slow path alone',
  fix: 'v4.10 takes the mm with get_task_mm, for as long as it is used.',
  evidence: 'verified',
  releases: ['vfio-mdev-v9'],
  switches: { taskMm: 'tested-then-used' },
  given: { externalOwner: 'attacher' },
  law: 'no-splat',
  place: { splat: 'null dereference', where: 'locked_vm', what: 'mm_struct' },
  world: 'vfio-alone',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'attach p0 c0 g0',
    'map p0 c0 i0 a0 1 rw',
    'pin g0 i0 1 [stops at vfio_lock_acct: task->mm tested, not yet used]',
    'exit p0',
  ),
};
