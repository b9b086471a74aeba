import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const vtdStaleRequestServed: Defect = {
  id: 'vtd-stale-request-served',
  title: 'the interrupt thread serves an old request in the next owner of its PASID',
  story:
    'Nobody drains, and the last unbind frees the PASID. The next process that binds gets it. The interrupt thread then finds that process under the PASID of a request that the device sent for the one before, and faults a page in there.',
  source:
    'Lu, 2020-04-15, “[PATCH v2 6/7] iommu/vt-d: Add page request draining support”; prq_event_thread and intel_svm_unbind_mm up to v5.7',
  fix: 'Drain the requests of the PASID before it is freed (v5.8).',
  evidence: 'verified',
  releases: ['linux-4.4-svm', 'linux-5.6-vtd'],
  switches: { prqDrain: 'nowhere' },
  given: { svmPasid: 'of-svm', pasidFreeAt: 'last-unbind', prqServe: 'in-thread' },
  law: 'page-response',
  place: { clause: 'a page of a foreign mm' },
  world: 'vtd-small',
  shortest: parseSteps(
    'open p0 d0 -> f0',
    'request f0 r0 more',
    'exec p0',
    'open p0 d0 -> f1',
    'prq',
  ),
};
