import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const limitCheckThenChargeRace: Defect = {
  id: 'limit-check-then-charge-race',
  title: 'the limit is tested, and the pages are charged only later',
  story:
    'RLIMIT_MEMLOCK is tested against locked_vm without mmap_sem. locked_vm is raised after the run has been pinned, whatever its value is by then. An mlock of the process, or a map in another container, that comes in between finds the same room, and both succeed.',
  source:
    'drivers/vfio/vfio_iommu_type1.c until v4.11; the mlock that comes in between is Alex Williamson’s, about another window (v9-reaccount-window). Hugh Dickins warns of the same order on 2020-07-29 (“Re: [PATCH 2/2] mm, util: account_locked_vm() does not hold mmap_lock”), where locked_vm was proposed to be an atomic that is read, tested and added to',
  fix: 'v4.12 tests again under the lock under which it charges, and unpins the run if it has to refuse.',
  evidence: 'verified',
  releases: ['vfio-mdev-v9', 'linux-4.10'],
  switches: { limitTest: 'before' },
  law: 'memlock-limit',
  place: { command: 'map', clause: 'over the limit' },
  world: 'vfio-tiny',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'attach p0 c0 g1',
    'setrlimit p0 1',
    'clone p0 -> p1',
    'map p0 c0 i0 a0 1 rw [stops at vfio_lock_acct: before mmap_lock]',
    'mlock p1 a0',
  ),
  also: [
    {
      law: 'memlock-limit',
      place: { command: 'pin', clause: 'over the limit' },
      world: 'vfio-alone',
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'map p0 c0 i0 a0 1 rw',
        'setrlimit p0 1',
        'pin g0 i0 1 [stops at vfio_pin_pages: limit tested, not yet charged]',
        'mlock p0 a0',
      ),
    },
  ],
};
