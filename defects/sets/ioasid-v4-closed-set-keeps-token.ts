import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const ioasidV4ClosedSetKeepsToken: Defect = {
  id: 'ioasid-v4-closed-set-keeps-token',
  title: 'a process cannot open a set again while the old one waits for its PASIDs',
  story:
    'ioasid_set_free answers EBUSY for a set whose PASIDs wait for their last reference, and VFIO gives its set up nevertheless. Until the deferred work has run, a new set for the same mm finds the token in use.',
  source:
    'Pan, 2021-02-27, “[PATCH V4 05/18]”; Liu, 2020-09-10, “[PATCH v7 04/16] vfio: Add PASID allocation/free support”, vfio_mm_release, as we read them; nobody reported it',
  fix: 'A set that was given up is not found by its token.',
  evidence: 'inferred',
  releases: ['ioasid-ext-v4'],
  switches: { setToken: 'until-it-ends' },
  law: 'answers-conform',
  place: { command: 'set-open', answer: 'EEXIST' },
  world: 'sets-small',
  shortest: parseSteps(
    'set-open p0 1 -> s0',
    'guest-alloc p0 s0 -> v0',
    'guest-bind p0 s0 v0 e0',
    'guest-free p0 s0 v0',
    'set-close p0 s0',
    'set-open p0 1 -> s1',
  ),
};
