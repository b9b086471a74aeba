import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const svaBindUnwindKeepsNotifier: Defect = {
  id: 'sva-bind-unwind-keeps-notifier',
  title: 'a notifier that could not be registered is not freed',
  story:
    'mmu_notifier_register allocates the list of the mm’s subscriptions and may fail. The caller then still owns the notifier and has to free it.',
  source:
    'nobody reported it; the step of the error path that it leaves out is the one of v5.11 to v6.1 (arm_smmu_mmu_notifier_get after mmu_notifier_register)',
  fix: 'kfree(smmu_mn) on that way out.',
  evidence: 'hypothesis',
  switches: { bindUnwind: 'forgets-notifier' },
  law: 'balance-at-rest',
  place: { clause: 'something is left' },
  world: 'sva',
  shortest: parseSteps('open p0 d0 -> f0 [allocation 8 fails]', 'exit p0'),
};
