import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const x86PrivatePasidLeak: Defect = {
  id: 'x86-private-pasid-leak',
  title: 'nobody frees a private PASID',
  story:
    'The last unbind no longer frees the PASID, because the mm does that at its end. A private PASID is recorded in no mm.',
  source:
    'Gleixner, 2020-04-26, on “[PATCH 5/7] x86/mmu: Allocate/free PASID”: “What happens to private PASIDs?”; Pan, 2020-04-28, wants to remove them',
  fix: 'Free it in unbind, or have no private PASIDs.',
  evidence: 'verified',
  releases: ['x86-pasid-v1'],
  switches: { svmPrivatePasid: 'kept' },
  given: { svmPasid: 'of-context' },
  law: 'balance-at-rest',
  place: { clause: 'something is left' },
  world: 'vtd-private',
  shortest: parseSteps('open-private p0 d0 -> f0', 'exit p0'),
};
