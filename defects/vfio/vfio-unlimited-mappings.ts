import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const vfioUnlimitedMappings: Defect = {
  id: 'vfio-unlimited-mappings',
  title: 'a container accepts mappings without a limit',
  story:
    'What RLIMIT_MEMLOCK limits are pages that are pinned. A mapping costs kernel memory for itself, whatever it maps: of memory that is never accounted (of a device), or while no IOMMU is there, user space can have any number of them.',
  source: '492855939bdb, “vfio/type1: Limit DMA mappings per container” (v5.1, CVE-2019-3882)',
  fix: 'dma_avail of a container, from the module’s parameter dma_entry_limit; ENOSPC.',
  evidence: 'verified',
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
