import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const vtdResponseNeedsBond: Defect = {
  id: 'vtd-response-needs-bond',
  title: 'a group that is served during an unbind gets no answer',
  story:
    'The device leaves the list of its svm before the requests are drained. intel_svm_page_response then does not find it, and returns without an answer (ENODEV). The device waits for ever, and its group index is lost.',
  source: 'intel_svm_page_response and intel_svm_unbind_mm, v5.15 to v5.17, as we read them',
  fix: 'Answer every group, whether or not the device is still bound.',
  evidence: 'inferred',
  switches: { pageResponse: 'looks-for-bond' },
  law: 'requests-drained',
  place: { clause: 'a device waits for the answer to an old request' },
  world: 'vtd-small',
  shortest: parseSteps('open p0 d0 -> f0', 'request f0 r0 last', 'prq', 'abort f0', 'close p0 f0'),
};
