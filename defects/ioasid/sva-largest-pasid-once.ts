import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const svaLargestPasidOnce: Defect = {
  id: 'sva-largest-pasid-once',
  title: 'the mm that has the largest PASID can bind only once',
  story:
    'The allocator hands out PASIDs up to and including the largest one of the device. But an mm that has a PASID already is checked against the same limit as if it were excluded. So the mm that got the largest PASID is refused with EOVERFLOW at its next bind, to any device, until it exits.',
  source:
    'iommu_sva_alloc_pasid, v5.18 to v6.3 (drivers/iommu/iommu-sva-lib.c, since commit 701fac40384f; v5.17 compares with <=); commit 4e14176ab13f (v6.4) corrects it',
  fix: 'The largest PASID is in the range.',
  evidence: 'verified',
  releases: ['linux-5.18-rc1', 'linux-5.18-rc1-mmget', 'linux-5.18'],
  switches: { pasidRange: 'below-max' },
  law: 'answers-conform',
  place: { command: 'open', answer: 'EOVERFLOW' },
  world: 'sva-one-pasid',
  shortest: parseSteps('open p0 d0 -> f0', 'close p0 f0', 'open p0 d0 -> f0'),
  also: [
    {
      law: 'answers-conform',
      place: { command: 'bind', answer: 'EOVERFLOW' },
      world: 'sva',
      shortest: parseSteps(
        'open p0 d0 -> f0',
        'alloc -> n0',
        'fork p0 -> p1',
        'open p1 d1 -> f1',
        'bind p1 f0 -> h0',
      ),
    },
  ],
};
