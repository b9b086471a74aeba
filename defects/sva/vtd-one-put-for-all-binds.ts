import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const vtdOnePutForAllBinds: Defect = {
  id: 'vtd-one-put-for-all-binds',
  title: 'each bind counts the PASID, and only the last unbind drops a reference',
  story: 'A process opens a device twice: two references. The unbind of the last device drops one.',
  source: 'commit 62ef907a045e (2021): Fix PASID reference leak',
  fix: 'Drop a reference in each unbind (v5.14).',
  evidence: 'verified',
  switches: { svmPasidPut: 'by-end-of-svm' },
  given: { pasidFreeAt: 'last-unbind' },
  law: 'balance-at-rest',
  place: { clause: 'something is left' },
  world: 'vtd-small',
  shortest: parseSteps('open p0 d0 -> f0', 'open p0 d0 -> f1', 'exit p0'),
};
