import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const svaReleaseClearsEntry: Defect = {
  id: 'sva-release-clears-entry',
  title: 'the table entry is cleared while the device still runs',
  story:
    'The notifier’s release() clears the entry as soon as the address space ends. The device knows nothing of that yet, as its files are released later or kept by a child: its DMA finds no valid descriptor, and each one is reported as an error that nobody made.',
  source:
    '“[PATCH v5 3/5] iommu/vt-d: Disable non-recoverable fault processing before unbind”, 2020-05-12, which mends VT-d; what it is on an SMMUv3 that has no quiet descriptor is our reading',
  fix: 'release() leaves an entry that aborts silently; unbind, before which the device is stopped, clears it.',
  evidence: 'inferred',
  switches: { releaseEntry: 'clear' },
  law: 'answers-conform',
  place: { command: 'dma', answer: 'fault after the mm has ended' },
  world: 'sva',
  shortest: parseSteps('open p0 d0 -> f0', 'start p0 f0', 'fork p0 -> p1', 'exit p0', 'dma f0'),
};
