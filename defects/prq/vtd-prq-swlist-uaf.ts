import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const vtdPrqSwlistUaf: Defect = {
  id: 'vtd-prq-swlist-uaf',
  title: 'a drain waits in a page request that the interrupt thread frees',
  story:
    'The drain looks for a request of its PASID in the list, drops the lock, and waits for the completion that lies in the request. The thread completes and frees the request, before or while the drain waits. The drain then touches freed memory.',
  source:
    'Lu, 2020-04-15, “[PATCH v2 6/7] iommu/vt-d: Add page request draining support”, with 5/7 of the series, as we read them',
  fix: 'Without the list there is one completion for the unit (v3).',
  evidence: 'inferred',
  releases: ['vtd-drain-v2'],
  given: { prqServe: 'in-thread', prqList: 'copied' },
  switches: { drainWaits: 'request' },
  law: 'no-splat',
  place: { splat: 'use-after-free', where: 'intel_svm_drain_prq', what: 'page_req' },
  world: 'vtd-small',
  shortest: parseSteps(
    'open p0 d0 -> f0',
    'request f0 r0 more',
    'prq [stops at intel_svm_process_prq: requests copied and the ring emptied, none handled yet]',
    'exit p0',
  ),
};
