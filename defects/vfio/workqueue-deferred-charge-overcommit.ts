import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const workqueueDeferredChargeOvercommit: Defect = {
  id: 'workqueue-deferred-charge-overcommit',
  title: 'the limit check does not count charges that are still queued',
  story:
    'vfio_lock_acct only tries mmap_sem. While another thread holds it, a work item makes the charge later, and the next test of the limit reads the old locked_vm. A mapping of several runs goes over the limit by itself, because each of its runs fits.',
  source:
    'commit 0cfef2b7410b (“vfio/type1: Remove locked page accounting workqueue”), v4.12; drivers/vfio/vfio_iommu_type1.c from v3.6 to v4.11',
  fix: 'Wait for the lock, killable, and test the limit under it.',
  evidence: 'verified',
  releases: ['linux-4.9', 'vfio-mdev-v9', 'linux-4.10'],
  switches: { charge: 'deferred-if-contended' },
  given: { limitTest: 'before' },
  law: 'memlock-limit',
  place: { command: 'map', clause: 'over the limit' },
  world: 'vfio-alone',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'attach p0 c0 g1',
    'setrlimit p0 1',
    'contend p0',
    'map p0 c0 i0 a0 2 rw',
  ),
  also: [
    {
      law: 'memlock-limit',
      place: { command: 'attach', clause: 'over the limit' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'map p0 c0 i0 a0 2 rw',
        'setrlimit p0 1',
        'contend p0',
        'attach p0 c0 g1',
      ),
    },
  ],
};
