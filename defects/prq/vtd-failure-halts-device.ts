import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const vtdFailureHaltsDevice: Defect = {
  id: 'vtd-failure-halts-device',
  title: 'one page request of a PASID that is not bound halts the device for everybody',
  story:
    'A request whose PASID has no svm is answered with FAILURE. On that a device halts: it sends nothing any more, and its driver hangs when it wants to clear up. In v4.5 to v5.7 a request that outlives its bond is enough. v5.8 to v5.11 answer the same, but their drain leaves no such request.',
  source:
    'Lu, 2021-01-21, “[PATCH 3/3] iommu/vt-d: Use INVALID response code instead of FAILURE” (3aa7c62cb7d7, v5.12)',
  fix: 'Answer with INVALID.',
  evidence: 'verified',
  releases: ['linux-5.6-vtd', 'x86-pasid-v1'],
  switches: { prqUnknown: 'failed', prqDrain: 'nowhere' },
  given: { svmPasid: 'of-svm', pasidFreeAt: 'last-unbind', prqServe: 'in-thread' },
  law: 'page-response',
  place: { clause: 'FAILURE, on which the device halts' },
  world: 'vtd-small',
  shortest: parseSteps('open p0 d0 -> f0', 'request f0 r0 last', 'abort f0', 'exit p0'),
};
