import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const ioasidMutexInSrcuCallback: Defect = {
  id: 'ioasid-mutex-in-srcu-callback',
  title: 'an allocator that sleeps frees a PASID in atomic context',
  story:
    'The series for guest SVA turned the allocator’s spinlock into a mutex, so that its notifiers could sleep. But the last reference to an mm is often dropped in an SRCU callback, which runs with bottom halves disabled, or in finish_task_switch. The PASID is freed there, and the mutex sleeps.',
  source:
    'Brucker, 2020-04-02, on “[PATCH 07/10] iommu/ioasid: Use mutex instead of spinlock” of 2020-03-25',
  fix: 'Keep the spinlock; a work item does whatever has to sleep.',
  evidence: 'verified',
  releases: ['ioasid-ext-v1'],
  switches: { allocLock: 'mutex', guestFree: 'cleaned-inside' },
  companions: ['guestFree'],
  law: 'no-splat',
  place: { splat: 'sleeping in atomic context', where: 'ioasid_free', what: 'depth N' },
  world: 'sva',
  shortest: parseSteps('open p0 d0 -> f0', 'exit p0'),
};
