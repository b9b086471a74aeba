import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const ioasidAsyncCleanupReuse: Defect = {
  id: 'ioasid-async-cleanup-reuse',
  title: 'a PASID is free before its entries are cleared',
  story:
    'Notifiers that must not sleep leave the work to a workqueue: the driver has to take a mutex and to flush caches. The free returns before, and the PASID can be handed out while its old entries are still there.',
  source:
    'Pan, 2020-04-01, in “Re: [PATCH 00/10] IOASID extensions for guest SVA”: “The main reason of clean up at free is to prevent race with IOASID alloc”',
  fix: 'Keep a reference until the work has run (version 2 of the series, and its state FREE_PENDING).',
  evidence: 'verified',
  releases: ['ioasid-atomic-wq', 'ioasid-cyclic'],
  switches: { guestFree: 'cleaned-later' },
  law: 'no-context-after-free',
  place: { clause: 'an entry outlives its PASID' },
  world: 'sets-small',
  shortest: parseSteps(
    'set-open p0 1 -> s0',
    'guest-alloc p0 s0 -> v0',
    'guest-bind p0 s0 v0 e0',
    'guest-free p0 s0 v0',
  ),
  also: [
    {
      law: 'no-context-after-free',
      place: { clause: 'an entry of an earlier life' },
      shortest: parseSteps(
        'set-open p0 1 -> s0',
        'guest-alloc p0 s0 -> v0',
        'guest-bind p0 s0 v0 e0',
        'guest-free p0 s0 v0',
        'guest-alloc p0 s0 -> v1',
      ),
    },
  ],
};
