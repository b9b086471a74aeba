import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const svaBindUnwindKeepsBond: Defect = {
  id: 'sva-bind-unwind-keeps-bond',
  title: 'a bind that runs out of memory leaks its bond',
  story:
    'bind allocates the bond first. When the PASID or the notifier cannot be allocated, the error path returns without freeing the bond.',
  source:
    'nobody reported it; the step of the error path that it leaves out is the one of v5.11 to v6.1 (__arm_smmu_sva_bind, err_free_bond)',
  fix: 'kfree(bond) on every way out.',
  evidence: 'hypothesis',
  switches: { bindUnwind: 'forgets-bond' },
  law: 'balance-at-rest',
  place: { clause: 'something is left' },
  world: 'sva',
  shortest: parseSteps('open p0 d0 -> f0 [allocation 4 fails]', 'exit p0'),
};
