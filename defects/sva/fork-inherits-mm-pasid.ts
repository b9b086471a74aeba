import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const forkInheritsMmPasid: Defect = {
  id: 'fork-inherits-mm-pasid',
  title: 'a child starts with its parent’s PASID',
  story:
    'fork copies the mm as it is and re-initialises the fields that a child must not inherit; mm->pasid was not among them. The child’s bind finds a PASID and shares the parent’s table entry, and the child’s exit frees it.',
  source: 'commit 82e69a121be4 “mm/fork: Clear PASID for new mm”; v5.10 to v5.12-rc',
  fix: 'mm_init clears it.',
  evidence: 'verified',
  releases: ['x86-pasid-v1'],
  switches: { forkPasid: 'copied' },
  law: 'fresh-mm',
  place: { clause: 'an mm has a PASID that nobody gave it' },
  world: 'sva',
  shortest: parseSteps('open p0 d0 -> f0', 'fork p0 -> p1'),
  also: [
    {
      law: 'pasid-uniqueness',
      place: { clause: 'two address spaces claim it' },
      shortest: parseSteps('open p0 d0 -> f0', 'fork p0 -> p1'),
    },
    {
      law: 'isolation',
      place: { clause: 'reached a foreign mm' },
      shortest: parseSteps(
        'open p0 d0 -> f0',
        'fork p0 -> p1',
        'open p1 d0 -> f1',
        'start p0 f0',
        'dma f0',
      ),
    },
    {
      law: 'no-splat',
      place: { splat: 'warning', where: 'ioasid_free', what: 'PASID N is not allocated' },
      shortest: parseSteps('open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0', 'exit p1'),
    },
    {
      law: 'answers-conform',
      place: { command: 'dma', answer: 'fault: no valid context descriptor' },
      shortest: parseSteps(
        'open p0 d0 -> f0',
        'fork p0 -> p1',
        'open p1 d0 -> f1',
        'close p1 f1',
        'start p0 f0',
        'dma f0',
      ),
    },
  ],
};
