import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const currentMmCharging: Defect = {
  id: 'current-mm-charging',
  title: 'the current task is charged and credited, whichever task made the mapping',
  story:
    'vfio_lock_acct adds to current->mm and subtracts from it. A process that got the container by fork or through a socket, and unmaps or closes it last, is credited for pages that it was never charged for, and the process that mapped stays charged. The same happens with exec: the files are closed when the process has its new mm.',
  source:
    'drivers/vfio/vfio_iommu_type1.c, v3.6 to v4.9; 8f0d5bb95f76 (v4.10) explains why the mapping keeps its task',
  fix: 'The owner is stored in struct vfio_dma.',
  evidence: 'verified',
  releases: ['linux-4.9', 'vfio-mdev-v9'],
  switches: { dmaOwner: 'current' },
  law: 'locked-vm-underflow',
  place: { clause: 'more is credited than was charged' },
  world: 'vfio-passthrough',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'attach p0 c0 g0',
    'map p0 c0 i0 a0 1 rw',
    'exec p0',
  ),
  also: [
    {
      law: 'locked-vm',
      place: { command: 'unmap', clause: 'too much is charged' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'fork p0 -> p1',
        'attach p0 c0 g0',
        'map p0 c0 i0 a0 1 rw',
        'unmap p1 c0 i0 1',
      ),
    },
    {
      law: 'locked-vm',
      place: { command: 'unmap', clause: 'too little is charged' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'fork p0 -> p1',
        'attach p0 c0 g0',
        'map p0 c0 i0 a0 1 rw',
        'unmap p1 c0 i0 1',
      ),
    },
  ],
};
