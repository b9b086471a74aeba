import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const mapChargesCurrent: Defect = {
  id: 'map-charges-current',
  title: 'attach charges the caller for pages that another process mapped',
  story:
    'From v4.10 on, vfio_lock_acct takes a task: that of the mapping when pages are unpinned, but current when the IOMMU pins them. For map that is the same process. An attach by another process charges that process for all mappings, and the process that mapped is credited when they are removed.',
  source:
    'vfio_pin_pages_remote and vfio_unpin_pages_remote of v4.10 (6c38c055cc4c, written on 2016-12-30; read in v4.11-rc1, 6e84f31522f9) to v4.17',
  fix: 'Charge and credit the owner that the mapping keeps (v4.18).',
  evidence: 'verified',
  releases: ['linux-4.10', 'linux-4.12'],
  switches: { pinCharges: 'current' },
  law: 'locked-vm',
  place: { command: 'attach', clause: 'too little is charged' },
  world: 'vfio-tiny',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'fork p0 -> p1',
    'attach p0 c0 g0',
    'map p0 c0 i0 a0 1 rw',
    'attach p1 c0 g1',
  ),
  also: [
    {
      law: 'locked-vm',
      place: { command: 'attach', clause: 'too much is charged' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'fork p0 -> p1',
        'attach p0 c0 g0',
        'map p0 c0 i0 a0 1 rw',
        'attach p1 c0 g1',
      ),
    },
    {
      law: 'locked-vm-underflow',
      place: { clause: 'more is credited than was charged' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'fork p0 -> p1',
        'attach p0 c0 g0',
        'map p0 c0 i0 a0 1 rw',
        'attach p1 c0 g1',
        'unmap p0 c0 i0 1',
      ),
    },
    {
      law: 'failure-atomicity',
      place: { command: 'attach', clause: 'refused, but less is charged' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'map p0 c0 i0 a1 2 rw',
        'setrlimit p0 1',
        'fork p0 -> p1',
        'attach p1 c0 g1',
      ),
    },
  ],
};
