import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const svaExhaustionEnomem: Defect = {
  id: 'sva-exhaustion-enomem',
  title: 'an exhausted PASID space is reported as ENOMEM',
  story:
    'ioasid_alloc returns one value for all its failures, so iommu_sva_alloc_pasid has to guess, and returns -ENOMEM. A caller cannot know that it could wait for another process, and that freeing memory would not help.',
  source: 'iommu_sva_alloc_pasid, v5.11 to v6.3; ida with -ENOSPC since commit 1a14bf0fc7ed (v6.4)',
  fix: 'The allocator returns an errno.',
  evidence: 'verified',
  releases: [
    'linux-5.17',
    'linux-5.18-rc1',
    'linux-5.18-rc1-mmget',
    'linux-5.18',
    'linux-5.14-vtd',
  ],
  switches: { allocFailure: 'invalid-ioasid' },
  law: 'answers-conform',
  place: { command: 'open', answer: 'ENOMEM' },
  world: 'sva-one-pasid',
  shortest: parseSteps('alloc -> n0', 'open p0 d0 -> f0'),
  also: [
    {
      law: 'answers-conform',
      place: { command: 'bind', answer: 'ENOMEM' },
      shortest: parseSteps('open p0 d0 -> f0', 'fork p0 -> p1', 'bind p1 f0 -> h0'),
    },
  ],
  inReleases: [
    {
      law: 'answers-conform',
      place: { command: 'open', answer: 'ENOMEM' },
      world: 'vtd-small',
      shortest: parseSteps('alloc -> n0', 'alloc -> n1', 'open p0 d0 -> f0'),
    },
  ],
};
