import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const forkInheritsIa32Pasid: Defect = {
  id: 'fork-inherits-ia32-pasid',
  title: 'a forked child has the PASID register of its parent',
  story:
    'The PASID register is part of the state that XSAVE saves, and fork copies that state. So the register of the child is valid from the start, with the PASID of another mm: its ENQCMD does not fault, and works in the address space of the parent.',
  source:
    'commit dc7507ddce59, “x86/fpu: Clear PASID when copying fpstate” (v5.18), as posted on 2022-02-07; no release had ENQCMD without it',
  fix: 'fpu_clone puts the PASID state of the child into its initial state.',
  evidence: 'verified',
  switches: { forkRegister: 'copied' },
  law: 'submitter-pasid',
  place: { clause: 'a register holds the PASID of another owner' },
  world: 'enqcmd-small',
  shortest: parseSteps('open p0 d0 -> f0', 'enqcmd p0 f0', 'fork p0 -> p1'),
  also: [
    {
      law: 'isolation',
      place: { clause: 'submitted for a foreign mm' },
      shortest: parseSteps(
        'open p0 d0 -> f0',
        'enqcmd p0 f0',
        'fork p0 -> p1',
        'open p1 d0 -> f1',
        'map-portal p1 f1 page',
        'enqcmd p1 f1',
      ),
    },
  ],
};
