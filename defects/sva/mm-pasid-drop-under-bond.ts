import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const mmPasidDropUnderBond: Defect = {
  id: 'mm-pasid-drop-under-bond',
  title: 'exit clears the entry and frees the PASID while a bond still uses the PASID',
  story:
    'This is how mm-pasid-drop-in-mmput looks on an IOMMU whose release() clears the entry: only the bond, which a daemon keeps, still names the PASID. When that bond is unbound, the unbind acts on whichever mm has the PASID by then.',
  source:
    'commit 701fac40384f, v5.18-rc1, on VT-d, whose intel_mm_release tears entries down (Yu, 2022-04-28, says that it is affected); the form on SMMUv3 is our reading',
  fix: 'mm_pasid_drop moved to __mmdrop: a bond holds mm_count.',
  evidence: 'inferred',
  switches: { pasidFreeAt: 'mmput', releaseEntry: 'clear' },
  companions: ['releaseEntry'],
  law: 'no-reuse-while-referenced',
  place: { clause: 'a PASID is free or another’s while something still refers to its old life' },
  world: 'sva',
  shortest: parseSteps('open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0'),
};
