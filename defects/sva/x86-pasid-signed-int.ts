import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const x86PasidSignedInt: Defect = {
  id: 'x86-pasid-signed-int',
  title: 'an errno is taken for a PASID',
  story:
    'A function answers with a PASID or a negative errno. Its caller stores the answer in an unsigned number and asks whether it is below zero: it never is. So the errno, as a huge PASID, reaches the code that sets up the table.',
  source:
    'Gleixner, 2020-04-26, on “[PATCH 5/7] x86/mmu: Allocate/free PASID”, wants one unsigned type for PASIDs; the mistake is what a change of the type alone would make',
  fix: 'Return the errno and the PASID apart, and compare the PASID with the invalid value.',
  evidence: 'hypothesis',
  switches: { svmPasidCompare: 'unsigned' },
  given: { svmPasid: 'of-svm', pasidFreeAt: 'last-unbind' },
  law: 'no-splat',
  place: {
    splat: 'warning',
    where: 'intel_pasid_get_entry',
    what: 'the PASID does not fit the table',
  },
  world: 'vtd-small',
  shortest: parseSteps('alloc -> n0', 'alloc -> n1', 'open p0 d0 -> f0'),
};
