import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const x86PasidLeakNoEnqcmd: Defect = {
  id: 'x86-pasid-leak-no-enqcmd',
  title: 'on a CPU without ENQCMD nobody frees the PASID of an mm',
  story:
    'Unbind no longer frees the PASID: the end of the mm does. But the function that does it returns at once if the CPU lacks ENQCMD.',
  source: '__free_pasid in “[PATCH 5/7] x86/mmu: Allocate/free PASID”, 2020-03-30, as we read it',
  fix: 'Free the PASID whatever the CPU can do.',
  evidence: 'inferred',
  releases: ['x86-pasid-v1'],
  switches: { pasidDrop: 'with-enqcmd' },
  given: { svmPasid: 'of-context' },
  law: 'balance-at-rest',
  place: { clause: 'something is left' },
  world: 'vtd-small',
  shortest: parseSteps('open p0 d0 -> f0', 'exit p0'),
};
