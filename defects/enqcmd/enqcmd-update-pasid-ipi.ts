import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const enqcmdUpdatePasidIpi: Defect = {
  id: 'enqcmd-update-pasid-ipi',
  title: 'an interrupt changes the PASID register in the middle of its restore',
  story:
    'bind and unbind change the registers of running threads by an interrupt. Code that restores the registers runs with interrupts on, and is still marked as “not loaded” when the value is already in the CPU. An interrupt there changes the value in memory alone, so the thread keeps the old one: a PASID that is free by now.',
  source:
    'commit 9bfecd058339, “x86/cpufeatures: Force disable X86_FEATURE_ENQCMD and remove update_pasid()” (v5.13), which calls the interrupt broken beyond repair; update_pasid of v5.10 to v5.12',
  fix: 'ENQCMD was turned off. Since v5.18 a thread only changes its own register.',
  evidence: 'verified',
  given: { enqcmdLoad: 'at-bind', pasidFreeAt: 'last-unbind' },
  switches: { registerUpdate: 'by-interrupt' },
  law: 'submitter-pasid',
  place: { clause: 'a register holds a PASID that is free' },
  world: 'enqcmd',
  shortest: parseSteps(
    'clone p0 -> p1',
    'open p0 d0 -> f0',
    'enqcmd p1 f0 [stops at fpregs_restore_userregs: registers restored, still marked as not loaded]',
    'close p0 f0',
  ),
};
