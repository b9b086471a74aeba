import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const x86BindRetUnsetOnEnospc: Defect = {
  id: 'x86-bind-ret-unset-on-enospc',
  title: 'a bind that finds no free PASID succeeds without a bond',
  story:
    'The patch takes out the line that sets ENOSPC. The variable still has the 0 of the step before. The caller takes it for success, and uses a PASID that nobody wrote.',
  source: 'Gleixner, 2020-04-26, on “[PATCH 5/7] x86/mmu: Allocate/free PASID”, and the patch',
  fix: 'Set the error, and have one exit for all errors.',
  evidence: 'verified',
  releases: ['x86-pasid-v1'],
  switches: { svmNoPasid: 'zero' },
  given: { svmPasid: 'of-svm', pasidFreeAt: 'last-unbind', svaApi: 'of-driver' },
  law: 'answers-conform',
  place: { command: 'open', answer: 'no PASID' },
  world: 'vtd-small',
  shortest: parseSteps('alloc -> n0', 'alloc -> n1', 'open p0 d0 -> f0'),
  also: [
    {
      law: 'answers-conform',
      place: { command: 'open-private', answer: 'no PASID' },
      world: 'vtd-private',
      shortest: parseSteps('alloc -> n0', 'alloc -> n1', 'alloc -> n2', 'open-private p0 d0 -> f0'),
    },
  ],
};
