import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const enqcmdExecStickyFlag: Defect = {
  id: 'enqcmd-exec-sticky-flag',
  title: 'after exec a program that submits is killed',
  story:
    'exec puts the PASID register into its initial state (fpu_flush_thread), but leaves the mark that it was loaded. The new program opens a device and gets a PASID. Its first ENQCMD faults, and the handler of #GP finds the mark: SIGSEGV.',
  source:
    'fpu_flush_thread resets the whole state at exec; of pasid_activated we found no assignment but those in dup_task_struct and in try_fixup_enqcmd_gp, v5.18 to v6.12',
  fix: 'Clear the mark with the register.',
  evidence: 'inferred',
  switches: { execActivated: 'kept' },
  law: 'answers-conform',
  place: { command: 'enqcmd', answer: 'SIGSEGV' },
  world: 'enqcmd-small',
  shortest: parseSteps(
    'open p0 d0 -> f0',
    'enqcmd p0 f0',
    'exec p0',
    'open p0 d0 -> f1',
    'map-portal p0 f1 page',
    'enqcmd p0 f1',
  ),
};
