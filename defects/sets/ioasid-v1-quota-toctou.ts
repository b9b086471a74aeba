import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const ioasidV1QuotaToctou: Defect = {
  id: 'ioasid-v1-quota-toctou',
  title: 'a set gets more PASIDs than its quota',
  story:
    'ioasid_alloc compares the number of PASIDs of the set with the quota before it takes the lock under which it counts. Two of them can both find room.',
  source:
    'Pan, 2020-03-25, “[PATCH 06/10] iommu/ioasid: Convert to set aware allocations”, as we read it; nobody reported it',
  fix: 'Compare under the lock (version 2).',
  evidence: 'inferred',
  releases: ['ioasid-ext-v1'],
  switches: { setQuotaCheck: 'before-lock' },
  law: 'set-quota',
  place: { clause: 'a set has more PASIDs than its quota' },
  world: 'sets-small',
  shortest: parseSteps(
    'set-open p0 1 -> s0',
    'fork p0 -> p1',
    'guest-alloc p0 s0 -> v0 [stops at ioasid_alloc: quota checked, lock not yet taken]',
    'guest-alloc p1 s0 -> v1',
    'continue p0',
  ),
};
