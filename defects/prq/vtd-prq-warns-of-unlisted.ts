import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const vtdPrqWarnsOfUnlisted: Defect = {
  id: 'vtd-prq-warns-of-unlisted',
  title: 'a request that unbind drains is served for a device that has left the list',
  story:
    'Unbind takes the device from the list, and then waits until its requests are served. The interrupt thread serves each of them, and warns afterwards that no device of the list has sent it. In a kernel that does not drain, the device of a process that is bound to another one is served as well.',
  source:
    'prq_event_thread and intel_svm_unbind_mm in drivers/iommu/intel/svm.c, v5.8, as we read them; the warning goes back to v4.4. We know of no report',
  fix: 'Refuse a request of a device that is not bound (v5.14).',
  evidence: 'inferred',
  releases: ['linux-5.6-vtd', 'vtd-drain-v2', 'x86-pasid-v1', 'linux-5.8-vtd'],
  switches: { prqForeign: 'served' },
  given: { prqServe: 'in-thread' },
  law: 'no-splat',
  place: { splat: 'warning', where: 'prq_event_thread', what: 'no device for the page request' },
  world: 'vtd-small',
  shortest: parseSteps('open p0 d0 -> f0', 'request f0 r0 more', 'close p0 f0'),
  inReleases: [
    {
      law: 'no-splat',
      place: {
        splat: 'warning',
        where: 'prq_event_thread',
        what: 'no device for the page request',
      },
      world: 'vtd',
      shortest: parseSteps(
        'open p0 d0 -> f0',
        'open p0 d1 -> f1',
        'request f0 r0 last',
        'abort f0',
        'close p0 f0',
        'prq',
      ),
    },
  ],
};
