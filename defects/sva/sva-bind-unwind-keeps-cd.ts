import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const svaBindUnwindKeepsCd: Defect = {
  id: 'sva-bind-unwind-keeps-cd',
  title: 'a bind that runs out of memory leaks the context descriptor, and with it the mm',
  story:
    'The context descriptor of the mm is allocated before the notifier, and holds the mm. When the notifier cannot be allocated, the error path does not free the descriptor.',
  source:
    'nobody reported it; the step of the error path that it leaves out is the one of v5.11 to v6.1 (arm_smmu_mmu_notifier_get, err_free_cd)',
  fix: 'arm_smmu_free_shared_cd on that way out.',
  evidence: 'hypothesis',
  switches: { bindUnwind: 'forgets-cd' },
  law: 'balance-at-rest',
  place: { clause: 'something is left' },
  world: 'sva',
  shortest: parseSteps('open p0 d0 -> f0 [allocation 7 fails]', 'exit p0'),
};
