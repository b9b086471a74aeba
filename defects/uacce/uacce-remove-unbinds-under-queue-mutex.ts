import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const uacceRemoveUnbindsUnderQueueMutex: Defect = {
  id: 'uacce-remove-unbinds-under-queue-mutex',
  title: 'removal unbinds a queue under the mutex that mmap takes under mmap_lock',
  story:
    'Removal holds q->mutex while it puts a queue. Here it also unbinds under that mutex, so it waits for sva_lock with q->mutex held. A bind under sva_lock waits for mmap_lock, and mmap, which runs under mmap_lock, waits for q->mutex.',
  source: 'nobody made it: uacce_remove (v6.0) drops q->mutex before it unbinds',
  fix: 'Unbind after the unlock.',
  evidence: 'hypothesis',
  switches: { uacceRemoveUnbind: 'under-queue-mutex' },
  law: 'no-splat',
  place: {
    splat: 'inverted lock order',
    where: 'iommu_sva_unbind_device',
    what: 'group->mutex under q->mutex',
  },
  world: 'sva',
  shortest: parseSteps('open p0 d0 -> f0', 'hotplug d0 remove'),
  also: [
    {
      law: 'no-splat',
      place: {
        splat: 'deadlock',
        where: 'mmu_notifier_register',
        what: 'pN waits for mmap_lock N, which pN holds; pN waits for q->mutex N, which hotplug dN holds; hotplug dN waits for sva_lock, which pN holds',
      },
      shortest: parseSteps(
        'open p0 d0 -> f0',
        'clone p0 -> p1',
        'mmap p0 f0 mmio [stops at uacce_fops_mmap: before q->mutex]',
        'hotplug d0 remove [stops at arm_smmu_sva_unbind: before sva_lock]',
        'open p1 d1 -> f1',
      ),
    },
  ],
};
