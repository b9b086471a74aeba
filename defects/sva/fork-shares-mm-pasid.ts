import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const forkSharesMmPasid: Defect = {
  id: 'fork-shares-mm-pasid',
  title: 'a child gets its parent’s PASID, with a reference',
  story:
    'As in fork-inherits-mm-pasid, but the child’s copy counts, so the PASID is not freed while the child uses it. It is still one PASID for two address spaces: when the child opens the device, the child’s page tables replace those of the parent in the entry, and nobody drops the child’s reference.',
  source:
    'nobody reported it; a half fix of fork-inherits-mm-pasid, which counts instead of clearing, with the references of v5.11 to v5.17',
  fix: 'mm_init clears it: a PASID names one address space.',
  evidence: 'hypothesis',
  switches: { forkPasid: 'copied-with-reference', pasidFreeAt: 'last-unbind' },
  companions: ['pasidFreeAt'],
  law: 'no-reuse-while-referenced',
  place: { clause: 'a PASID is free or another’s while something still refers to its old life' },
  world: 'sva',
  shortest: parseSteps('open p0 d0 -> f0', 'fork p0 -> p1', 'open p1 d0 -> f1'),
};
