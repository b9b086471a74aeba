import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const vtdNoPrqDrain: Defect = {
  id: 'vtd-no-prq-drain',
  title: 'page requests of a PASID outlive its bond',
  story:
    'Unbind tears the entry down and frees the PASID. Requests that the device had sent before are still in the ring. If the PASID is handed out again, they are served in the address space of its next owner, or their answers reach a group of the new life.',
  source:
    'Lu, 2020-04-15, “[PATCH v2 6/7] iommu/vt-d: Add page request draining support”, which removes a comment that says so; intel_svm_unbind_mm up to v5.7',
  fix: 'Drain the requests of the PASID before it is freed (intel_svm_drain_prq, v5.8).',
  evidence: 'verified',
  releases: ['linux-4.4-svm', 'linux-5.6-vtd', 'x86-pasid-v1'],
  switches: { prqDrain: 'nowhere' },
  law: 'requests-drained',
  place: { clause: 'a device waits for the answer to an old request' },
  world: 'vtd-small',
  shortest: parseSteps('open p0 d0 -> f0', 'request f0 r0 last', 'abort f0', 'close p0 f0'),
  also: [
    {
      law: 'page-response',
      place: { clause: 'a page of a foreign mm' },
      shortest: parseSteps(
        'open p0 d0 -> f0',
        'request f0 r0 last',
        'abort f0',
        'exec p0',
        'open p0 d0 -> f1',
        'prq',
        'iopf',
      ),
    },
  ],
};
