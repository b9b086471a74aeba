import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const workqueueAllocFailLostCharge: Defect = {
  id: 'workqueue-alloc-fail-lost-charge',
  title: 'a deferred charge is lost if its work item cannot be allocated',
  story:
    'The work item that charges later has to be allocated. If that fails, vfio_lock_acct returns, and cannot report it. Pages are pinned and charged to nobody, or stay charged after they were unpinned.',
  source:
    'drivers/vfio/vfio_iommu_type1.c from v3.6 to v4.11: kmalloc of struct vwork in vfio_lock_acct; removed by commit 0cfef2b7410b, v4.12',
  fix: 'Charging allocates nothing.',
  evidence: 'verified',
  releases: ['linux-4.9', 'vfio-mdev-v9', 'linux-4.10'],
  switches: { charge: 'deferred-if-contended' },
  given: { limitTest: 'before' },
  law: 'locked-vm',
  place: { command: 'map', clause: 'too little is charged' },
  world: 'vfio-alone',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'attach p0 c0 g1',
    'contend p0',
    'map p0 c0 i0 a0 1 rw [allocation 3 fails]',
  ),
  also: [
    {
      law: 'locked-vm',
      place: { command: 'unmap', clause: 'too much is charged' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g1',
        'map p0 c0 i0 a0 1 rw',
        'contend p0',
        'unmap p0 c0 i0 1 [allocation 1 fails]',
      ),
    },
  ],
};
