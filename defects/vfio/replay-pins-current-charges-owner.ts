import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const replayPinsCurrentChargesOwner: Defect = {
  id: 'replay-pins-current-charges-owner',
  title: 'attach maps the caller’s memory for another process’s mapping',
  story:
    'vfio_iommu_replay pins the pages of all mappings at their virtual addresses in current->mm, no matter which process mapped them, and tests the caller’s limit; but it charges the owner. A child that attaches a device lets it reach the child’s memory, although the mapping is of the parent’s memory at the same address.',
  source:
    'vfio_pin_pages_remote (current->mm) as called by vfio_iommu_replay of v4.12, v4.18 and v6.3; nobody reported it. v4.10 and v4.12 charge the caller as well',
  fix: 'Pin in the owner’s mm, or refuse attach to another process.',
  evidence: 'inferred',
  releases: ['vfio-mdev-v9', 'linux-4.10', 'linux-4.12', 'linux-4.18', 'linux-6.3'],
  switches: { replayMm: 'of-current' },
  law: 'isolation',
  place: { clause: 'the IOMMU maps memory of a foreign mm' },
  world: 'vfio-tiny',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'fork p0 -> p1',
    'attach p0 c0 g0',
    'map p0 c0 i0 a0 1 rw',
    'attach p1 c0 g1',
  ),
  also: [
    {
      law: 'answers-conform',
      place: { command: 'attach', answer: 'EFAULT' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'fork p0 -> p1',
        'attach p0 c0 g0',
        'map p0 c0 i0 a0 1 rw',
        'munmap-page p1 a0',
        'attach p1 c0 g1',
      ),
    },
    {
      law: 'locked-vm',
      place: { command: 'attach', clause: 'too little is charged' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'fork p0 -> p1',
        'attach p0 c0 g0',
        'map p0 c0 i0 a0 1 rw',
        'mmap-page p1 a0 reserved',
        'attach p1 c0 g1',
      ),
    },
  ],
};
