import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const workqueueDeferredCreditEnomem: Defect = {
  id: 'workqueue-deferred-credit-enomem',
  title: 'unmapped pages still count against the limit of the next mapping',
  story:
    'If mmap_sem is held, a work item makes the credit of an unmap later. A process at its limit that unmaps and maps again at once gets an error, although it has room.',
  source:
    'commit 0cfef2b7410b (“vfio/type1: Remove locked page accounting workqueue”), v4.12: the user may be over-penalized',
  fix: 'Make the credit before unmap returns.',
  evidence: 'verified',
  releases: ['linux-4.9', 'vfio-mdev-v9', 'linux-4.10'],
  switches: { charge: 'deferred-if-contended' },
  given: { limitTest: 'before' },
  law: 'answers-conform',
  place: { command: 'map', answer: 'ENOMEM' },
  world: 'vfio-alone',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'attach p0 c0 g1',
    'map p0 c0 i0 a0 1 rw',
    'setrlimit p0 1',
    'contend p0',
    'unmap p0 c0 i0 1',
    'map p0 c0 i0 a0 1 rw',
  ),
};
