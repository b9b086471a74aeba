import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const vtdIopfFlushDeadlock: Defect = {
  id: 'vtd-iopf-flush-deadlock',
  title: 'an unbind and the fault worker wait for each other',
  story:
    'The drain waits, with pasid_mutex held, until the worker has served the faults that are queued. To answer a group, the worker takes pasid_mutex.',
  source: 'Yu, 2021-08-28, “iommu/vt-d: Fix a deadlock in intel_svm_drain_prq()”',
  fix: 'Drop pasid_mutex while it waits for the worker (v5.15).',
  evidence: 'verified',
  releases: ['linux-5.14-vtd'],
  switches: { drainMutex: 'held', pageResponse: 'looks-for-bond' },
  law: 'answers-conform',
  place: { command: 'close', answer: 'HUNG' },
  world: 'vtd-small',
  shortest: parseSteps('open p0 d0 -> f0', 'request f0 r0 last', 'prq', 'abort f0', 'close p0 f0'),
};
