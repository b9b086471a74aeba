import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const execUnderflow: Defect = {
  id: 'exec-underflow',
  title: 'after exec, pages that the old mm was charged for are credited to the new one',
  story:
    'A mapping keeps the task that mapped and credits the mm that this task has at that moment. exec gives the task a new mm, in which nothing is locked. The next unmap, even the one in which exec itself closes the container, takes locked_vm below 0. The counter is unsigned, so nothing can be locked or mapped any more.',
  source:
    '046eca5018f8, “vfio/type1: prevent underflow of locked_vm via exec()” (v6.3, CVE-2023-53171); Sistare, V7 of that series, 2022-12-20',
  fix: 'Keep the mm (mmgrab) with the mapping, and credit it if it is still in use; otherwise credit nobody.',
  evidence: 'verified',
  releases: ['linux-4.18'],
  switches: { dmaOwner: 'group-leader' },
  law: 'locked-vm-underflow',
  place: { clause: 'more is credited than was charged' },
  world: 'vfio-alone',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'attach p0 c0 g1',
    'map p0 c0 i0 a0 1 rw',
    'exec p0',
  ),
  also: [
    {
      law: 'locked-vm',
      place: { command: 'unmap', clause: 'too little is charged' },
      world: 'vfio-keep-on-exec',
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g1',
        'map p0 c0 i0 a0 1 rw',
        'exec p0',
        'unmap p0 c0 i0 1',
      ),
    },
    {
      law: 'answers-conform',
      place: { command: 'mlock', answer: 'ENOMEM' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g1',
        'map p0 c0 i0 a0 2 rw',
        'exec p0',
        'mlock p0 a0',
      ),
    },
  ],
};
