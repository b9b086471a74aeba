import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const iopfOverflowKeepsPartial: Defect = {
  id: 'iopf-overflow-keeps-partial',
  title: 'a request whose last one was lost in an overflow is served with a later group',
  story:
    'While the overflow bit is set, the IOMMU answers groups by itself, also one of which earlier requests are parked. For the device that group is over. If nobody drops what is parked, the next group with this index takes it along: it waits for a page that it did not ask for, and is refused if that cannot be served.',
  source:
    'iopf_queue_discard_partial, v5.13, and Jean-Philippe Brucker, 2021-02-04, on partial faults and an overflow of the queue; no release that we read forgets the call',
  fix: 'Drop all parked requests before the overflow bit is cleared.',
  evidence: 'hypothesis',
  switches: { overflowPartial: 'kept' },
  law: 'page-response',
  place: { clause: 'a request of another group is answered with this one' },
  world: 'vtd-small',
  shortest: parseSteps(
    'open p0 d0 -> f0',
    'open p0 d0 -> f1',
    'request f0 r0 more',
    'close p0 f0',
    'prq',
    'request f1 r0 last',
    'close p0 f1',
  ),
};
