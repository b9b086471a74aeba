import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const ioasidV4DrainUnderSpinlock: Defect = {
  id: 'ioasid-v4-drain-under-spinlock',
  title: 'the deferred work drains page requests under a spinlock',
  story:
    'The work of a PASID that was freed clears the entry of each device under the spinlock of its IOMMU, and drains the page requests there. The drain sleeps.',
  source: 'Pan, 2021-02-27, “[PATCH V4 14/18]”, the work function of the subscriber',
  fix: 'Drain after the spinlock is given back.',
  evidence: 'verified',
  releases: ['ioasid-ext-v4'],
  switches: { guestCleanDrains: 'under-spinlock' },
  law: 'no-splat',
  place: { splat: 'sleeping in atomic context', where: 'intel_svm_drain_prq', what: 'depth N' },
  world: 'sets-small',
  shortest: parseSteps(
    'set-open p0 1 -> s0',
    'guest-alloc p0 s0 -> v0',
    'guest-bind p0 s0 v0 e0',
    'guest-free p0 s0 v0',
    'work',
  ),
};
