import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const vtdPrqSwlistAllocFail: Defect = {
  id: 'vtd-prq-swlist-alloc-fail',
  title: 'without memory for the list, page requests are lost',
  story:
    'The interrupt thread copies the requests of the ring to a list. If it gets no memory, it leaves the loop, but it empties the whole ring. What it has not copied is never answered.',
  source:
    'Lu, 2020-04-15, “[PATCH v2 5/7] iommu/vt-d: Save prq descriptors in an internal list”, as we read it',
  fix: 'Without the list, requests are handled in the ring (v3).',
  evidence: 'inferred',
  releases: ['vtd-drain-v2'],
  given: { prqServe: 'in-thread', prqList: 'copied' },
  switches: { copyFails: 'lost' },
  law: 'answers-conform',
  place: { command: 'close', answer: 'HUNG' },
  world: 'vtd-small',
  shortest: parseSteps(
    'open p0 d0 -> f0',
    'request f0 r0 last',
    'close p0 f0 [allocation 1 fails]',
  ),
  also: [
    {
      law: 'page-response',
      place: { clause: 'SUCCESS although a page of the group was not served' },
      shortest: parseSteps(
        'open p0 d0 -> f0',
        'request f0 r0 more',
        'prq [allocation 1 fails]',
        'close p0 f0',
      ),
    },
    {
      law: 'balance-at-rest',
      place: { clause: 'something is left' },
      shortest: parseSteps(
        'open p0 d0 -> f0',
        'request f0 r0 last',
        'abort f0',
        'exit p0 [allocation 1 fails]',
      ),
    },
  ],
};
