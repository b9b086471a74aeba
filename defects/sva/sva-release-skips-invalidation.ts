import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const svaReleaseSkipsInvalidation: Defect = {
  id: 'sva-release-skips-invalidation',
  title: 'a device continues to reach the pages of a process that has exited',
  story:
    'release() makes the entry quiet and leaves the caches to the later unbind. A quiet entry prevents table walks, not cache hits. Until that unbind, which a child may postpone for ever, the device reaches pages that were freed.',
  source: 'nobody reported it; the mechanism that the invalidation in arm_smmu_mm_release prevents',
  fix: 'Invalidate by ASID and in the ATC as soon as the entry is quiet.',
  evidence: 'hypothesis',
  switches: { releaseInvalidate: 'left-to-unbind' },
  law: 'no-stale-translation',
  place: { clause: 'a cached translation outlives its bond' },
  world: 'sva',
  shortest: parseSteps('open p0 d0 -> f0', 'start p0 f0', 'dma f0', 'fork p0 -> p1', 'exit p0'),
};
