import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const vtdDrainIgnoresOverflow: Defect = {
  id: 'vtd-drain-ignores-overflow',
  title: 'a drain sends its descriptors once, although the ring has overflowed',
  story:
    'While its ring is full, the IOMMU answers requests by itself. The descriptors of a drain do not push these answers to the device. If the overflow bit is set after them and the drain does not repeat them, an answer to the old life of the PASID is still under way when the PASID is freed, and ends a group of the new one.',
  source:
    'Tian, 2020-04-15, “Re: [PATCH v2 6/7] iommu/vt-d: Add page request draining support” (step d of the specification)',
  fix: 'While the bit is set, wait for the interrupt thread, and send the descriptors again (v5.8).',
  evidence: 'verified',
  releases: ['vtd-drain-v2'],
  switches: { drainOverflow: 'ignored' },
  law: 'requests-drained',
  place: { clause: 'a device waits for the answer to an old request' },
  world: 'vtd-small',
  shortest: parseSteps(
    'fork p0 -> p1',
    'open p0 d0 -> f0',
    'open p1 d0 -> f1',
    'request f1 r0 more',
    'request f0 r1 last',
    'abort f0',
    'close p0 f0',
  ),
  also: [
    {
      law: 'page-response',
      place: { clause: 'an answer that is meant for an earlier group' },
      shortest: parseSteps(
        'fork p0 -> p1',
        'open p0 d0 -> f0',
        'open p1 d0 -> f1',
        'request f1 r0 more',
        'request f0 r1 last',
        'abort f0',
        'close p0 f0',
        'request f1 r1 last',
        'deliver d0',
      ),
    },
  ],
};
