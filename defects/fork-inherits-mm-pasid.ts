import { parseSteps } from '../model/parse.ts';
import type { Defect } from './defect.ts';

export const forkInheritsMmPasid: Defect = {
  id: 'fork-inherits-mm-pasid',
  title: 'a child starts with its parent’s PASID',
  story:
    'fork copies the mm as it lies there and re-initialises what must not be inherited; mm->pasid was not among it. The child’s bind finds a PASID, shares the parent’s table entry, and its exit frees it.',
  source: 'commit 82e69a121be4 “mm/fork: Clear PASID for new mm”; v5.10 to v5.12-rc',
  fix: 'mm_init clears it.',
  evidence: 'verified',
  switches: { forkPasid: 'copied' },
  law: 'fresh-mm',
  place: 'an mm has a PASID that nobody gave it',
  world: 'sva',
  shortest: parseSteps('open p0 d0 -> f0', 'fork p0 -> p1'),
};
