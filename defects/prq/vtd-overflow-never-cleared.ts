import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const vtdOverflowNeverCleared: Defect = {
  id: 'vtd-overflow-never-cleared',
  title: 'after one overflow the IOMMU queues no request any more',
  story:
    'If the ring is full, the hardware sets the overflow bit, and answers further requests by itself until software clears the bit. The interrupt thread did not look at it. So one overflow ended all page requests of all devices.',
  source:
    'prq_event_thread in drivers/iommu/intel-svm.c, v4.4 to v5.7, as we read it; Lu, 2020-04-16, says that the overflow is not handled',
  fix: 'Clear the bit once the ring is empty (v5.8, v5.12).',
  evidence: 'inferred',
  releases: ['linux-4.4-svm', 'linux-5.6-vtd', 'vtd-drain-v2', 'x86-pasid-v1'],
  switches: { prqOverflow: 'left-set' },
  law: 'page-response',
  place: { clause: 'the overflow bit stays set' },
  world: 'vtd-small',
  shortest: parseSteps('open p0 d0 -> f0', 'request f0 r0 more', 'close p0 f0'),
  also: [
    {
      law: 'answers-conform',
      place: { command: 'request', answer: 'answered by the IOMMU: its ring is full' },
      shortest: parseSteps(
        'open p0 d0 -> f0',
        'request f0 r0 more',
        'close p0 f0',
        'exec p0',
        'open p0 d0 -> f1',
        'request f1 r0 more',
      ),
    },
    {
      law: 'requests-drained',
      place: { clause: 'a device waits for the answer to an old request' },
      shortest: parseSteps('open p0 d0 -> f0', 'request f0 r0 more', 'abort f0', 'close p0 f0'),
    },
  ],
  inReleases: [
    {
      law: 'page-response',
      place: { clause: 'the overflow bit stays set' },
      shortest: parseSteps('open p0 d0 -> f0', 'request f0 r0 more', 'request f0 r0 more', 'prq'),
    },
  ],
};
