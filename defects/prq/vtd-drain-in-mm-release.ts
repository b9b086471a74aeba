import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const vtdDrainInMmRelease: Defect = {
  id: 'vtd-drain-in-mm-release',
  title: 'the end of an address space waits for page requests, in a section that must not sleep',
  story:
    'The second version of the drain was also called from intel_mm_release, which runs in an RCU read-side section. The drain sleeps until the interrupt thread has handled the requests.',
  source:
    'Lu, 2020-04-15, “[PATCH v2 6/7] iommu/vt-d: Add page request draining support”; Pan, 2020-04-28, shows the splat',
  fix: 'Drain in unbind alone; release() only makes the entry ignore faults.',
  evidence: 'verified',
  releases: ['vtd-drain-v2'],
  switches: { prqDrain: 'also-in-release' },
  law: 'no-splat',
  place: { splat: 'sleeping in atomic context', where: 'intel_svm_drain_prq', what: 'depth N' },
  world: 'vtd-small',
  shortest: parseSteps('open p0 d0 -> f0', 'exit p0'),
};
