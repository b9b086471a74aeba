import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const ioasidV4QuotaLost: Defect = {
  id: 'ioasid-v4-quota-lost',
  title: 'a set that ends keeps its quota',
  story:
    'Nothing in the fourth version adds the quota of a set back to what is left: neither ioasid_set_free nor the end of a set with its last PASID. After some guests there is nothing left to reserve.',
  source:
    'Pan, 2021-02-27, “[PATCH V4 05/18]” and 06/18, as we read them; the first and the third version give it back',
  fix: 'Add the quota where the set is removed.',
  evidence: 'inferred',
  releases: ['ioasid-ext-v4'],
  switches: { setQuotaBack: 'kept' },
  law: 'answers-conform',
  place: { command: 'set-open', answer: 'ENOSPC' },
  world: 'sets-small',
  shortest: parseSteps('set-open p0 1 -> s0', 'set-close p0 s0', 'set-open p0 2 -> s1'),
};
