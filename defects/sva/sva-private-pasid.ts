import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const svaPrivatePasid: Defect = {
  id: 'sva-private-pasid',
  title: 'each device gets a PASID of its own, and all but the last are never freed',
  story:
    'A bond may ask for a private PASID. It is allocated although the mm has one, and replaces the one in the mm. At its end the mm frees the PASID that it has then; the others are not recorded anywhere.',
  source:
    'SVM_FLAG_PRIVATE_PASID of VT-d up to v5.9; Gleixner, April 2020, on “x86/mmu: Allocate/free PASID”: what happens to private PASIDs? The form on SMMUv3 is our reading',
  fix: 'Private PASIDs were removed: one mm has one PASID on all devices.',
  evidence: 'inferred',
  switches: { bondPasid: 'own' },
  law: 'pasid-stability',
  place: { clause: 'told another PASID' },
  world: 'sva',
  shortest: parseSteps('open p0 d0 -> f0', 'open p0 d1 -> f1'),
  also: [
    {
      law: 'balance-at-rest',
      place: { clause: 'something is left' },
      shortest: parseSteps('open p0 d0 -> f0', 'open p0 d1 -> f1', 'exit p0'),
    },
    {
      law: 'pasid-stability',
      place: { clause: 'mm->pasid changed under a bond' },
      shortest: parseSteps('open p0 d0 -> f0', 'open p0 d1 -> f1'),
    },
    {
      law: 'answers-conform',
      place: { command: 'open', answer: 'ENOSPC' },
      shortest: parseSteps('open p0 d0 -> f0', 'alloc -> n0', 'alloc -> n1', 'open p0 d1 -> f1'),
    },
    {
      law: 'answers-conform',
      place: { command: 'bind', answer: 'ENOSPC' },
      shortest: parseSteps(
        'open p0 d0 -> f0',
        'open p0 d1 -> f1',
        'fork p0 -> p1',
        'open p1 d1 -> f2',
        'bind p1 f0 -> h0',
      ),
    },
  ],
};
