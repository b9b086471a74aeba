import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const enqcmdGpIrqOn: Defect = {
  id: 'enqcmd-gp-irq-on',
  title: 'the PASID register is written after interrupts are on',
  story:
    'The handler of #GP enables interrupts, checks, and writes the register. Between the check and the write another task may get the CPU; then the registers in the CPU are those of that task, and the thread restores its own from memory when it returns. It has lost the PASID and is marked as activated, so the next fault kills it. If the other task runs again before that, it keeps the PASID that was written for somebody else.',
  source:
    'Lutomirski and Gleixner, 2021-09-29, “Re: [PATCH 5/8] x86/mmu: Add mm-based PASID refcounting”, on a draft: “preemption or BH here: kaboom”',
  fix: 'Try the fix-up first, with interrupts still off (commit fa6af69f38d3).',
  evidence: 'verified',
  switches: { enqcmdFixup: 'interrupts-on' },
  law: 'linearizability',
  place: { command: 'enqcmd', answer: 'SIGSEGV' },
  world: 'enqcmd-small',
  shortest: parseSteps(
    'open p0 d0 -> f0',
    'map-portal p0 f0 page',
    'fork p0 -> p1',
    'enqcmd p0 f0 [stops at try_fixup_enqcmd_gp: checked, register not yet written]',
    'enqcmd p1 f0',
  ),
};
