import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const enqcmdCopyOnClone: Defect = {
  id: 'enqcmd-copy-on-clone',
  title: 'a new thread is marked as activated, but its register is cleared',
  story:
    'Copying the PASID at clone was considered, and rejected, because the register and the mark that it was loaded have to agree. Copied alone, the mark makes the first ENQCMD of the new task fatal: the handler of #GP takes the fault for one that it cannot mend.',
  source:
    'Fenghua Yu, 2022-02-07, “[PATCH v4 06/11] x86/fpu: Clear PASID when copying fpstate” (dc7507ddce59), which names “keeping tsk->pasid_activated consistent” as the price of copying; commit a3d29e8291b6 clears the mark',
  fix: 'dup_task_struct clears pasid_activated, as fpu_clone clears the register.',
  evidence: 'inferred',
  switches: { forkActivated: 'copied' },
  law: 'answers-conform',
  place: { command: 'enqcmd', answer: 'SIGSEGV' },
  world: 'enqcmd-small',
  shortest: parseSteps(
    'open p0 d0 -> f0',
    'map-portal p0 f0 page',
    'enqcmd p0 f0',
    'clone p0 -> p1',
    'enqcmd p1 f0',
  ),
};
