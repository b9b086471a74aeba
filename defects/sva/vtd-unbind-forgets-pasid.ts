import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const vtdUnbindForgetsPasid: Defect = {
  id: 'vtd-unbind-forgets-pasid',
  title: 'the last unbind forgets the PASID of the mm before it drops its reference',
  story:
    'Bonds count the PASID of their mm. The last unbind first tells all CPUs that the mm has no PASID, and for that sets it to 0. Then it drops a reference of the PASID of the mm, which is 0 now. Its real one is never dropped.',
  source: 'commit a21518cb23a3 (2021) and the function load_pasid of v5.14',
  fix: 'Leave the PASID of the mm alone (v5.15).',
  evidence: 'verified',
  releases: ['linux-5.14-vtd'],
  switches: { svmPasidPut: 'after-mm-forgot' },
  given: { pasidFreeAt: 'last-unbind' },
  law: 'balance-at-rest',
  place: { clause: 'something is left' },
  world: 'vtd-small',
  shortest: parseSteps('open p0 d0 -> f0', 'exit p0'),
};
