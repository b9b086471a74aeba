import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const vfioApVendorLeak: Defect = {
  id: 'vfio-ap-vendor-leak',
  title: 'a driver whose next step fails after pin forgets to unpin',
  story:
    'The driver pins a page, then registers it with its hardware. If that fails, the driver returns the errno and keeps no record of the page: it stays pinned and charged, and the core warns when the mapping is removed.',
  source:
    'drivers/s390/crypto/vfio_ap_ops.c before “s390/vfio-ap: unpin pages on gisc registration failure” (Krowiak, 2023-11-09)',
  fix: 'vfio_unpin_pages on that way out.',
  evidence: 'verified',
  switches: { driverUnwind: 'forgets' },
  law: 'failure-atomicity',
  place: { command: 'pin', clause: 'refused, but a page stays pinned' },
  world: 'vfio-alone',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'attach p0 c0 g0',
    'map p0 c0 i0 a0 1 rw',
    'pin g0 i0 1 [allocation 3 fails]',
  ),
  also: [
    {
      law: 'failure-atomicity',
      place: { command: 'pin', clause: 'refused, but more is charged' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'map p0 c0 i0 a0 1 rw',
        'pin g0 i0 1 [allocation 3 fails]',
      ),
    },
    {
      law: 'no-splat',
      place: {
        splat: 'warning',
        where: 'vfio_remove_dma',
        what: 'a driver has pages of the mapping pinned',
      },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'map p0 c0 i0 a0 1 rw',
        'pin g0 i0 1 [allocation 3 fails]',
        'exit p0',
      ),
    },
    {
      law: 'balance-at-rest',
      place: { clause: 'something is left' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'map p0 c0 i0 a0 1 rw',
        'pin g0 i0 1 [allocation 3 fails]',
        'exit p0',
      ),
    },
  ],
};
