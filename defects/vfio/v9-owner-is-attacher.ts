import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const v9OwnerIsAttacher: Defect = {
  id: 'v9-owner-is-attacher',
  title: 'a driver gets memory of the task that attached its device',
  story:
    'For the pages of mediated devices v9 has one task in each container: the one that attached the first of them. A mapping of another process is looked up at its address in the memory of that first task, and charged there. One task is not enough for a container that two processes map into.',
  source:
    'the diff in the mail of Kirti Wankhede of 2016-10-20 (“Re: [PATCH v9 04/12] vfio iommu: Add support for mediated devices”): `domain->local_addr_space->task = current` in vfio_iommu_type1_attach_group',
  fix: 'v4.10 records the task that maps, in each mapping; v6.3 records the mm.',
  evidence: 'verified',
  releases: ['vfio-mdev-v9'],
  switches: { externalOwner: 'attacher' },
  law: 'isolation',
  place: { clause: 'a driver was given memory of a foreign mm' },
  world: 'vfio-tiny',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'fork p0 -> p1',
    'attach p0 c0 g0',
    'map p1 c0 i0 a0 1 rw',
    'pin g0 i0 1',
  ),
  also: [
    {
      law: 'locked-vm',
      place: { command: 'pin', clause: 'too little is charged' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'fork p0 -> p1',
        'attach p0 c0 g0',
        'map p1 c0 i0 a0 1 rw',
        'pin g0 i0 1',
      ),
    },
  ],
};
