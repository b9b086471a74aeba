import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const v9AttacherNotReferenced: Defect = {
  id: 'v9-attacher-not-referenced',
  title: 'the task that attached a device is used after it is freed',
  story:
    'v9 keeps the task that attached the first mediated device and takes no reference on it; nothing in the quoted patch does. Another process has the container too, and uses it after that task has exited and been reaped.',
  source:
    'the diff in the mail of Kirti Wankhede of 2016-10-20 (“Re: [PATCH v9 04/12] vfio iommu: Add support for mediated devices”): `domain->local_addr_space->task = current`, with no get_task_struct. What is not quoted may take one',
  fix: 'v4.10 takes a reference with get_task_struct, for each mapping.',
  evidence: 'inferred',
  switches: { taskReference: 'not-taken' },
  given: { externalOwner: 'attacher' },
  law: 'no-splat',
  place: { splat: 'use-after-free', where: 'get_task_mm', what: 'task_struct' },
  world: 'vfio-tiny',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'attach p0 c0 g0',
    'fork p0 -> p1',
    'map p1 c0 i0 a0 1 rw',
    'pin g0 i0 1',
    'exit p0',
    'exit p1',
  ),
};
