import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const vtdDrainBeforeClear: Defect = {
  id: 'vtd-drain-before-clear',
  title:
    'the PASID is drained while its entry is still present, and a late request is queued after that',
  story:
    'The descriptors of a drain push the last requests of the device to the IOMMU. If the entry is still present then, they are queued, and the drain, which has read the ring before, does not look again. The request is in the ring when the PASID is freed.',
  source:
    'Tian and Lu, 2020-04-15, “Re: [PATCH v2 6/7] iommu/vt-d: Add page request draining support”, discuss the order',
  fix: 'Clear the entry, invalidate its caches, and then drain: the IOMMU refuses what comes late.',
  evidence: 'inferred',
  switches: { prqDrain: 'before-clear' },
  law: 'requests-drained',
  place: { clause: 'a device waits for the answer to an old request' },
  world: 'vtd-small',
  shortest: parseSteps('open p0 d0 -> f0', 'send f0 r0 last', 'abort f0', 'close p0 f0'),
  also: [
    {
      law: 'requests-drained',
      place: { clause: 'an old request is still queued' },
      shortest: parseSteps('open p0 d0 -> f0', 'send f0 r0 last', 'abort f0', 'close p0 f0'),
    },
  ],
};
