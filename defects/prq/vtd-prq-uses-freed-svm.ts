import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const vtdPrqUsesFreedSvm: Defect = {
  id: 'vtd-prq-uses-freed-svm',
  title: 'an unbind frees the svm while the interrupt thread serves its request',
  story:
    'The thread finds the svm of a PASID without a reference, and faults the page in. Meanwhile the last unbind frees the svm. Then the thread walks its list. The comment there says that no driver may unbind while requests are outstanding; a device that has aborted its work does not wait for them.',
  source:
    'prq_event_thread in drivers/iommu/intel-svm.c up to v5.7, as we read it; its comment describes the contract',
  fix: 'Drain in unbind (v5.8).',
  evidence: 'inferred',
  releases: ['linux-4.4-svm', 'linux-5.6-vtd', 'x86-pasid-v1'],
  switches: { prqDrain: 'nowhere' },
  given: { svmPasid: 'of-svm', pasidFreeAt: 'last-unbind', prqServe: 'in-thread' },
  law: 'no-splat',
  place: { splat: 'use-after-free', where: 'prq_event_thread', what: 'intel_svm' },
  world: 'vtd-small',
  shortest: parseSteps(
    'open p0 d0 -> f0',
    'request f0 r0 last',
    'abort f0',
    'prq [stops at prq_event_thread: svm found, page not yet faulted in]',
    'close p0 f0',
    'continue-prq',
  ),
};
