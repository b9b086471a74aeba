import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const ioasidV1CapacityToctou: Defect = {
  id: 'ioasid-v1-capacity-toctou',
  title: 'two sets reserve more PASIDs than there are',
  story:
    'ioasid_alloc_set compares the quota with what is left before it takes the lock under which it subtracts it. Two of them can both find enough.',
  source:
    'Pan, 2020-03-25, “[PATCH 03/10] iommu/ioasid: Introduce per set allocation APIs”, as we read it; nobody reported it',
  fix: 'Compare under the lock (version 2).',
  evidence: 'inferred',
  releases: ['ioasid-ext-v1'],
  switches: { setCapacityCheck: 'before-lock' },
  law: 'set-quota',
  place: { clause: 'sets reserve more than there is' },
  world: 'sets-small',
  shortest: parseSteps(
    'fork p0 -> p1',
    'set-open p0 1 -> s0 [stops at ioasid_alloc_set: capacity checked, lock not yet taken]',
    'set-open p1 2 -> s1',
    'continue p0',
  ),
};
