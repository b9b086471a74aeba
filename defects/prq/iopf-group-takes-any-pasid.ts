import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const iopfGroupTakesAnyPasid: Defect = {
  id: 'iopf-group-takes-any-pasid',
  title: 'a group takes along a request of a PASID whose address space has ended',
  story:
    'The last request of a group takes along what is parked under its index, and does not compare the PASIDs. If an address space ends while a device works for it, its entry is torn down and its bond stays. The IOMMU then refuses the last request of a group of which an earlier one is parked, and for the device that group is over. The next group with this index, of another process, takes the parked request along. That cannot be served, so the whole group is refused.',
  source: 'iommu_queue_iopf, v5.13 to v6.8, as we read it',
  fix: 'Take along only what has the same PASID.',
  evidence: 'inferred',
  releases: ['linux-5.14-vtd'],
  switches: { groupTakes: 'any-pasid' },
  law: 'page-response',
  place: { clause: 'a request of another group is answered with this one' },
  world: 'vtd-small',
  shortest: parseSteps(
    'open p0 d0 -> f0',
    'fork p0 -> p1',
    'open p1 d0 -> f1',
    'open p0 d0 -> f2',
    'request f0 r0 more',
    'exit p0',
    'prq',
    'request f1 r0 last',
    'close p1 f1',
  ),
};
