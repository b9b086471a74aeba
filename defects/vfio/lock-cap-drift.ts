import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const lockCapDrift: Defect = {
  id: 'lock-cap-drift',
  title: 'CAP_IPC_LOCK is checked again for every page that is charged',
  story:
    'Whether a mapping may exceed RLIMIT_MEMLOCK is decided when a page is pinned. A process that maps with CAP_IPC_LOCK and gives it up has its IOMMU pages, which were pinned at once, and is refused what a driver pins of the same mapping later.',
  source:
    'drivers/vfio/vfio_iommu_type1.c, v4.10 to v4.17, and the long comment in vfio_dma_do_map of later kernels, which tells why it is no longer so',
  fix: 'dma->lock_cap: the capability at the time of VFIO_IOMMU_MAP_DMA.',
  evidence: 'verified',
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
