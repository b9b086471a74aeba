import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const ioasidV4AllocAnswersFreedPasid: Defect = {
  id: 'ioasid-v4-alloc-answers-freed-pasid',
  title: 'an allocation that fails answers a PASID that is free',
  story:
    'If the PASID cannot be noted in its set, ioasid_alloc frees it again, but its one exit returns the number, not the invalid value. Its owner uses a PASID that the next allocation hands out as well.',
  source: 'Pan, 2021-02-27, “[PATCH V4 05/18]”, ioasid_alloc, as we read it; nobody reported it',
  fix: 'Return INVALID_IOASID.',
  evidence: 'inferred',
  releases: ['ioasid-ext-v4'],
  switches: { setStoreFails: 'answers-pasid' },
  law: 'set-permission',
  place: { clause: 'a PASID was taken from its set' },
  world: 'sets-small',
  shortest: parseSteps('set-open p0 1 -> s0', 'guest-alloc p0 s0 -> v0 [allocation 2 fails]'),
};
