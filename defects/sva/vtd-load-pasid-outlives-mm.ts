import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const vtdLoadPasidOutlivesMm: Defect = {
  id: 'vtd-load-pasid-outlives-mm',
  title: 'the last unbind clears the PASID of an mm that is already freed',
  story:
    'The last unbind unregisters the notifier, which may drop the last reference of the mm. Then it sets the PASID of the mm to 0.',
  source:
    'intel_svm_unbind_mm and load_pasid in drivers/iommu/intel/svm.c, v5.14, as we read them. We know of no report, and v5.18 has no such call',
  fix: 'Hold the mm over the unbind, or leave its PASID to its end (v5.18).',
  evidence: 'inferred',
  releases: ['linux-5.14-vtd'],
  switches: { svmPasidPut: 'after-mm-forgot', unbindHoldsMm: 'not-held' },
  given: { pasidFreeAt: 'last-unbind' },
  law: 'no-splat',
  place: { splat: 'use-after-free', where: 'load_pasid', what: 'mm_struct' },
  world: 'vtd-small',
  shortest: parseSteps('open p0 d0 -> f0', 'exec p0'),
};
