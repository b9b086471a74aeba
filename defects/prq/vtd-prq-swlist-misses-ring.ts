import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const vtdPrqSwlistMissesRing: Defect = {
  id: 'vtd-prq-swlist-misses-ring',
  title: 'a drain looks at the list of copied requests, and not at the ring',
  story:
    'The drain marks and awaits the requests in the list. Those that the interrupt thread has not copied yet are in the ring, and it does not look there.',
  source:
    'Lu, 2020-04-15, “[PATCH v2 6/7] iommu/vt-d: Add page request draining support”, with 5/7 of the series, as we read them',
  fix: 'Look for requests of the PASID in the ring (v3).',
  evidence: 'inferred',
  releases: ['vtd-drain-v2'],
  given: { prqServe: 'in-thread', prqList: 'copied' },
  switches: { drainScans: 'list' },
  law: 'requests-drained',
  place: { clause: 'an old request is still queued' },
  world: 'vtd-small',
  shortest: parseSteps('open p0 d0 -> f0', 'request f0 r0 more', 'exit p0'),
  also: [
    {
      law: 'requests-drained',
      place: { clause: 'a device waits for the answer to an old request' },
      shortest: parseSteps('open p0 d0 -> f0', 'request f0 r0 last', 'abort f0', 'close p0 f0'),
    },
  ],
};
