import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const svaReleaseClearsEntry: Defect = {
  id: 'sva-release-clears-entry',
  title: 'the table entry is cleared while the device still runs',
  story:
    'The notifier’s release() clears the entry as soon as the address space ends. The device still runs, because its files are released later, or a child keeps them. Its DMA finds no valid descriptor, and the SMMU reports each one as an error, although no program did anything wrong.',
  source:
    '“[PATCH v5 3/5] iommu/vt-d: Disable non-recoverable fault processing before unbind”, 2020-05-12, which mends VT-d; the form on an SMMUv3 without quiet descriptors is our reading',
  fix: 'release() leaves an entry that aborts silently. The device is stopped before unbind, and unbind clears the entry.',
  evidence: 'inferred',
  switches: { releaseEntry: 'clear' },
  law: 'answers-conform',
  place: { command: 'dma', answer: 'fault after the mm has ended' },
  world: 'sva',
  shortest: parseSteps('open p0 d0 -> f0', 'start p0 f0', 'fork p0 -> p1', 'exit p0', 'dma f0'),
};
