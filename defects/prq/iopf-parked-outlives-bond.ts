import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const iopfParkedOutlivesBond: Defect = {
  id: 'iopf-parked-outlives-bond',
  title: 'a request that waits for the last one of its group outlives its bond',
  story:
    'A request that is not the last of its group is parked. If the last one never reaches the kernel, because the IOMMU refuses it once the entry is gone, nothing removes the parked one: the drain waits for groups that are queued, and leaves it where it is. The next group with this index takes it along.',
  source: 'iommu_queue_iopf and iopf_queue_flush_dev, v5.13 to v6.8, as we read them',
  fix: 'Drop what is parked for the PASID when it is drained.',
  evidence: 'inferred',
  releases: ['linux-5.14-vtd'],
  switches: { parkedFaults: 'kept' },
  law: 'requests-drained',
  place: { clause: 'an old request is still queued' },
  world: 'vtd-small',
  shortest: parseSteps('open p0 d0 -> f0', 'request f0 r0 more', 'prq', 'exit p0'),
  also: [
    {
      law: 'page-response',
      place: { clause: 'a request of another group is answered with this one' },
      shortest: parseSteps(
        'open p0 d0 -> f0',
        'request f0 r0 more',
        'prq',
        'exec p0',
        'open p0 d0 -> f1',
        'request f1 r0 last',
        'exit p0',
      ),
    },
  ],
};
