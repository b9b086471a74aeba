import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const v9UnchargeCurrentRechargeTask: Defect = {
  id: 'v9-uncharge-current-recharge-task',
  title: 'the task that detaches a device is credited for pages that another mm was charged for',
  story:
    'v9 charges and credits IOMMU mappings to the running process, as before, but keeps a task for the pages that drivers pin. The process that unplugs the last device behind the IOMMU is credited with all its mappings; the attacher of the mediated device is charged for the pages that its driver keeps. If these are two processes, locked_vm of one falls below zero, and the other stays charged, twice for the pages that its driver keeps.',
  source:
    'the mail of Kirti Wankhede of 2016-10-20 (“Re: [PATCH v9 04/12] vfio iommu: Add support for mediated devices”): the callers of vfio_lock_acct pass current, vfio_iommu_unmap_unpin_reaccount passes local_addr_space->task',
  fix: 'Each mapping has one owner, which is charged and credited (v4.10).',
  evidence: 'verified',
  releases: ['linux-4.9', 'vfio-mdev-v9'],
  switches: { dmaOwner: 'current' },
  given: { reaccount: 'credit-then-charge', externalOwner: 'attacher' },
  law: 'locked-vm',
  place: { command: 'detach', clause: 'too little is charged' },
  world: 'vfio-tiny',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'attach p0 c0 g1',
    'fork p0 -> p1',
    'map p0 c0 i0 a0 1 rw',
    'detach p1 g1',
  ),
  also: [
    {
      law: 'locked-vm',
      place: { command: 'detach', clause: 'too much is charged' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g1',
        'fork p0 -> p1',
        'map p0 c0 i0 a0 1 rw',
        'detach p1 g1',
      ),
    },
    {
      law: 'locked-vm',
      place: { command: 'exec', clause: 'too little is charged' },
      world: 'vfio-alone',
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g1',
        'map p0 c0 i0 a0 1 rw',
        'exec p0',
      ),
    },
  ],
};
