import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const x86SetdataDanglingOnError: Defect = {
  id: 'x86-setdata-dangling-on-error',
  title: 'a bind that fails leaves its freed svm behind as the data of the PASID',
  story:
    'The mm keeps its PASID after the last unbind. The next bind makes its new svm the data of that PASID at once. If a later step fails, the svm is freed, and the data is not reset, because the PASID is not new. A page request of that PASID then uses the freed svm.',
  source:
    'alloc_pasid and intel_svm_bind_mm in “[PATCH 5/7] x86/mmu: Allocate/free PASID”, 2020-03-30, as we read it; Gleixner asks how setting the data each time is supposed to work',
  fix: 'Set the data last, or reset it where the bind fails.',
  evidence: 'inferred',
  releases: ['x86-pasid-v1'],
  switches: { svmPasidData: 'kept' },
  given: { svmPasid: 'of-context', prqServe: 'in-thread', prqDrain: 'nowhere' },
  law: 'no-splat',
  place: { splat: 'use-after-free', where: 'prq_event_thread', what: 'intel_svm' },
  world: 'vtd',
  shortest: parseSteps(
    'open p0 d0 -> f0',
    'request f0 r0 last',
    'abort f0',
    'close p0 f0',
    'open p0 d1 -> f1 [allocation 5 fails]',
    'prq',
  ),
};
