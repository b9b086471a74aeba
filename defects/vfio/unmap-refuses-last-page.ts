import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const unmapRefusesLastPage: Defect = {
  id: 'unmap-refuses-last-page',
  title: 'unmap refuses a range that ends with the last page of 64 bits, which map accepts',
  story:
    'Map tests whether the last address of the range wraps. Unmap tests whether its exclusive end wraps: iova + size < iova. For a range that includes the last address of 64 bits that sum is 0, so unmap answers EINVAL for a mapping that map has made. The test came with v4.18, to silence a warning about the overflow; before, such a range was not refused but found nothing.',
  source:
    'vfio_dma_do_map and vfio_dma_do_unmap of v4.18; nobody reported it. In v6.3 both ask for the last address',
  fix: 'iova + size - 1 < iova, as in map.',
  evidence: 'inferred',
  releases: ['linux-4.18'],
  switches: { unmapRange: 'exclusive-end' },
  law: 'answers-conform',
  place: { command: 'unmap', answer: 'EINVAL' },
  world: 'vfio-top',
  shortest: parseSteps('container p0 type1v2 -> c0', 'attach p0 c0 g0', 'unmap p0 c0 i1 1'),
};
