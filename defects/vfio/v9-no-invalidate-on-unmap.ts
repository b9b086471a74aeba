import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const v9NoInvalidateOnUnmap: Defect = {
  id: 'v9-no-invalidate-on-unmap',
  title: 'unmap removes a mapping while a driver still has its pages pinned',
  story:
    'v9 cannot notify a driver that a range is being unmapped. Unmap removes the mapping, and its pages stay pinned and charged. Nobody finds them there again, and the device still writes to them.',
  source:
    'Alex Williamson’s review, quoted and answered by Kirti Wankhede on 2016-10-20 (“Re: [PATCH v9 04/12] vfio iommu: Add support for mediated devices”): the caller will need “some means for us to callback to invalidate pinned pages”',
  fix: 'v4.10 notifies the drivers first (VFIO_IOMMU_NOTIFY_DMA_UNMAP), repeatedly until they have unpinned, and refuses pins of a driver without a notifier.',
  evidence: 'verified',
  releases: ['vfio-mdev-v9'],
  switches: { unmapTells: 'nobody' },
  law: 'pin-balance',
  place: { command: 'unmap', clause: 'a page stays pinned' },
  world: 'vfio-alone',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'attach p0 c0 g0',
    'map p0 c0 i0 a0 1 rw',
    'pin g0 i0 1',
    'unmap p0 c0 i0 1',
  ),
  also: [
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
        'pin g0 i0 1',
        'unmap p0 c0 i0 1',
      ),
    },
    {
      law: 'locked-vm',
      place: { command: 'unmap', clause: 'too much is charged' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'map p0 c0 i0 a0 1 rw',
        'pin g0 i0 1',
        'unmap p0 c0 i0 1',
      ),
    },
    {
      law: 'balance-at-rest',
      place: { clause: 'something is left' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'map p0 c0 i0 a0 1 rw',
        'pin g0 i0 1',
        'unmap p0 c0 i0 1',
        'exit p0',
      ),
    },
  ],
};
