import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const workqueueDeferredCreditEnomem: Defect = {
  id: 'workqueue-deferred-credit-enomem',
  title: 'unmapped pages still count against the limit of the next mapping',
  story:
    'The credit of an unmap is left to a work item if mmap_sem is taken. A process at its limit that unmaps and maps again at once is told that it has no room, although it has.',
  source:
    'commit 0cfef2b7410b (“vfio/type1: Remove locked page accounting workqueue”), v4.12: the user may be over-penalized',
  fix: 'The credit is made before unmap returns.',
  evidence: 'verified',
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
