import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const vfioUnlimitedMappings: Defect = {
  id: 'vfio-unlimited-mappings',
  title: 'a container accepts mappings without a limit',
  story:
    'RLIMIT_MEMLOCK limits pinned pages. But each mapping also costs kernel memory for itself, whatever it maps. User space can make any number of mappings of memory that is never accounted (that of a device), or while no IOMMU is attached.',
  source: '492855939bdb, “vfio/type1: Limit DMA mappings per container” (v5.1, CVE-2019-3882)',
  fix: 'dma_avail of a container, from the module’s parameter dma_entry_limit; ENOSPC.',
  evidence: 'verified',
  releases: ['vfio-mdev-v9', 'linux-4.10', 'linux-4.12', 'linux-4.18'],
  switches: { dmaLimit: 'none' },
  law: 'answers-conform',
  place: { command: 'map', answer: 'success' },
  world: 'vfio',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'attach p0 c0 g0',
    'map p0 c0 i0 a0 1 rw',
    'map p0 c0 i1 a0 1 rw',
    'map p0 c0 i2 a0 1 rw',
  ),
};
