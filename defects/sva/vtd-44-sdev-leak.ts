import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const vtd44SdevLeak: Defect = {
  id: 'vtd-44-sdev-leak',
  title: 'a bind that finds no free PASID keeps the record of its device',
  story:
    'The record of the device is allocated first, then the svm, then a PASID. If there is none, the svm is freed, and the record is not.',
  source: 'intel_svm_bind_mm in drivers/iommu/intel-svm.c, v4.4-rc1, as we read it',
  fix: 'Free the record too.',
  evidence: 'inferred',
  releases: ['linux-4.4-svm'],
  switches: { svmUnwind: 'keeps-device' },
  given: { svmPasid: 'of-svm', pasidFreeAt: 'last-unbind' },
  law: 'balance-at-rest',
  place: { clause: 'something is left' },
  world: 'vtd-small',
  shortest: parseSteps('alloc -> n0', 'alloc -> n1', 'open p0 d0 -> f0', 'exit p0'),
  inReleases: [
    {
      law: 'balance-at-rest',
      place: { clause: 'something is left' },
      shortest: parseSteps(
        'open p0 d0 -> f0',
        'fork p0 -> p1',
        'open p1 d0 -> f1',
        'exec p0',
        'open p0 d0 -> f2',
        'exit p0',
        'exit p1',
      ),
    },
  ],
};
