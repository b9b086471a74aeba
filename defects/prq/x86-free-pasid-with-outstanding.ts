import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const x86FreePasidWithOutstanding: Defect = {
  id: 'x86-free-pasid-with-outstanding',
  title: 'the end of an mm frees its PASID while page requests are outstanding',
  story:
    'The PASID belongs to the context of the mm, and goes with its last reference. No code drains the requests that are in the ring. The next mm gets the PASID, and the interrupt thread serves an old request there.',
  source:
    'Gleixner, 2020-04-26, on “[PATCH 5/7] x86/mmu: Allocate/free PASID”: what happens if a PASID is freed with requests outstanding',
  fix: 'Drain before the PASID is freed, and let what uses a PASID hold it.',
  evidence: 'verified',
  releases: ['x86-pasid-v1'],
  switches: { prqDrain: 'nowhere' },
  given: { svmPasid: 'of-context', prqServe: 'in-thread' },
  law: 'page-response',
  place: { clause: 'a page of a foreign mm' },
  world: 'vtd-small',
  shortest: parseSteps(
    'open p0 d0 -> f0',
    'request f0 r0 more',
    'exec p0',
    'open p0 d0 -> f1',
    'prq',
  ),
  inReleases: [
    {
      law: 'page-response',
      place: { clause: 'a page of a foreign mm' },
      world: 'enqcmd-requests',
      shortest: parseSteps(
        'open p0 d0 -> f0',
        'request f0 r0 more',
        'exec p0',
        'open p0 d0 -> f1',
        'prq',
      ),
    },
  ],
};
