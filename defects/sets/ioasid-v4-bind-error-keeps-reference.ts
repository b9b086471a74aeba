import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const ioasidV4BindErrorKeepsReference: Defect = {
  id: 'ioasid-v4-bind-error-keeps-reference',
  title: 'a bind that fails keeps its reference, and the PASID is never free again',
  story:
    'The first bind of a PASID takes a reference and attaches its data. If it fails after that, the exit detaches the data and frees the svm, but keeps the reference. A free then waits for it, and nobody is left who would drop it.',
  source:
    'Pan, 2021-02-27, “[PATCH V4 14/18]”, intel_svm_bind_gpasid, as we read it; nobody reported it',
  fix: 'Drop the reference where the data is detached.',
  evidence: 'inferred',
  releases: ['ioasid-ext-v4'],
  switches: { guestBindUndo: 'all-but-reference' },
  law: 'balance-at-rest',
  place: { clause: 'something is left' },
  world: 'sets-small',
  shortest: parseSteps(
    'set-open p0 1 -> s0',
    'guest-alloc p0 s0 -> v0',
    'guest-bind p0 s0 v0 e0 [allocation 2 fails]',
    'exit p0',
  ),
};
