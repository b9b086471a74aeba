import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const lockCapDrift: Defect = {
  id: 'lock-cap-drift',
  title: 'CAP_IPC_LOCK is checked again for every page that is charged',
  story:
    'The check whether a mapping may exceed RLIMIT_MEMLOCK is made when a page is pinned. A process maps with CAP_IPC_LOCK and then gives the capability up. It keeps the pages that the IOMMU pinned at once, but later pins by a driver in the same mapping are refused.',
  source:
    'drivers/vfio/vfio_iommu_type1.c, v4.10 to v4.17, and the long comment in vfio_dma_do_map of later kernels, which explains the change',
  fix: 'dma->lock_cap: the capability at the time of VFIO_IOMMU_MAP_DMA.',
  evidence: 'verified',
  releases: ['vfio-mdev-v9', 'linux-4.10', 'linux-4.12'],
  switches: { lockCap: 'at-charge' },
  law: 'answers-conform',
  place: { command: 'pin', answer: 'ENOMEM' },
  world: 'vfio-capable',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'attach p0 c0 g0',
    'map p0 c0 i0 a0 1 rw',
    'setrlimit p0 0',
    'dropcap p0',
    'pin g0 i0 1',
  ),
  also: [
    {
      law: 'answers-conform',
      place: { command: 'attach', answer: 'ENOMEM' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'map p0 c0 i0 a0 1 rw',
        'setrlimit p0 0',
        'dropcap p0',
        'attach p0 c0 g1',
      ),
    },
  ],
};
