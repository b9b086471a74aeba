import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const vtdRespNotLpig: Defect = {
  id: 'vtd-resp-not-lpig',
  title: 'every page request is answered, not only the last one of its group',
  story:
    'Only the last request of a group asks for an answer (Last Page in Group). The interrupt thread answered each of them. So a device goes on before the pages of the rest of its group are there, and then gets answers that it does not expect.',
  source:
    'Jacob Pan, 2019-12-02, in the series of fixes for VT-d SVM; since commit 5d308fc1ecf5 (v5.0)',
  fix: 'Answer if the request is the last one of its group (v5.5).',
  evidence: 'verified',
  given: { prqServe: 'in-thread' },
  switches: { prqAnswers: 'each' },
  law: 'page-response',
  place: { clause: 'an answer before the last request of its group' },
  world: 'vtd-small',
  shortest: parseSteps('open p0 d0 -> f0', 'request f0 r0 more', 'prq', 'deliver d0'),
  also: [
    {
      law: 'page-response',
      place: { clause: 'an answer to a group that nobody waits for' },
      shortest: parseSteps('open p0 d0 -> f0', 'request f0 r0 more', 'close p0 f0'),
    },
  ],
};
