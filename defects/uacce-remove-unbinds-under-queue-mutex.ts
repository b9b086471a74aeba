import { parseSteps } from '../model/parse.ts';
import type { Defect } from './defect.ts';

export const uacceRemoveUnbindsUnderQueueMutex: Defect = {
  id: 'uacce-remove-unbinds-under-queue-mutex',
  title: 'removal unbinds a queue under the mutex that mmap takes under mmap_lock',
  story:
    'Removal holds q->mutex while it puts a queue. Were it to unbind under it as well, it would wait for sva_lock with it; a bind under sva_lock waits for mmap_lock, and mmap under that waits for q->mutex.',
  source: 'nobody made it: uacce_remove (v6.0) drops q->mutex before it unbinds',
  fix: 'Unbind after the unlock.',
  evidence: 'hypothesis',
  switches: { uacceRemoveUnbind: 'under-queue-mutex' },
  law: 'no-splat',
  place: 'inverted lock order in iommu_sva_unbind_device: group->mutex under q->mutex',
  world: 'sva',
  shortest: parseSteps('open p0 d0 -> f0', 'hotplug d0 remove'),
};
