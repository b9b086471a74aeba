import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const zombieLeader: Defect = {
  id: 'zombie-leader',
  title: 'a process whose first thread has exited can no longer map',
  story:
    'A mapping keeps the thread group leader and charges the mm that the leader has at that moment. A leader that has exited before the other threads is a zombie without an mm. Charging returns ESRCH, so map fails; earlier mappings are not credited, and drivers cannot pin them.',
  source:
    'Gunthorpe, 2022-12-16, on “vfio/type1: prevent locked_vm underflow” V5 (“maybe another bug”); vfio_lock_acct and vfio_dma_do_map of v4.18: dma->task is the leader, and its mm is NULL, so ESRCH',
  fix: 'dma->mm = current->mm, with a reference of its own (v6.3, 046eca5018f8).',
  evidence: 'verified',
  releases: ['linux-4.18'],
  switches: { dmaOwner: 'group-leader' },
  law: 'answers-conform',
  place: { command: 'map', answer: 'ESRCH' },
  world: 'vfio-threads',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'attach p0 c0 g1',
    'thread p0 -> p1',
    'exit p0',
    'map p1 c0 i0 a0 1 rw',
  ),
  also: [
    {
      law: 'locked-vm',
      place: { command: 'unmap', clause: 'too much is charged' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g1',
        'thread p0 -> p1',
        'map p0 c0 i0 a0 1 rw',
        'exit p0',
        'unmap p1 c0 i0 1',
      ),
    },
    {
      law: 'answers-conform',
      place: { command: 'pin', answer: 'ENODEV' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'thread p0 -> p1',
        'exit p0',
        'map p1 c0 i0 a0 1 rw',
        'pin g0 i0 1',
      ),
    },
  ],
};
