import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const svaUnbindSkipsInvalidation: Defect = {
  id: 'sva-unbind-skips-invalidation',
  title: 'unbind clears the table entry but does not invalidate the device’s cache',
  story:
    'The entry is cleared, but the device’s own cache and the SMMU’s TLB still translate. The device still reaches the pages of a process that closed it.',
  source:
    'nobody reported it; the mechanism that the invalidation in arm_smmu_mmu_notifier_put prevents',
  fix: 'Invalidate by ASID and in the ATC after the entry is cleared.',
  evidence: 'hypothesis',
  switches: { unbindInvalidate: 'never' },
  law: 'no-stale-translation',
  place: { clause: 'a cached translation outlives its bond' },
  world: 'sva',
  shortest: parseSteps('open p0 d0 -> f0', 'start p0 f0', 'dma f0', 'close p0 f0'),
};
