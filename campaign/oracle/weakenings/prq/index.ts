import { errno } from '../../../../model/answer.ts';
import { pageMistakes } from '../../../../model/prq/seen.ts';
import { requestResults } from '../../../../model/prq/commands/request.ts';
import { unless } from '../../kinds.ts';
import type { OfDomain } from '../../of-domain.ts';
import { admitting, type Weakening } from '../../weakening.ts';

export const prq: OfDomain = {
  clauses: [
    answers(
      'nobody',
      1,
      'no mistake of the catalogue answers a group twice, or one that was answered by the IOMMU',
    ),
    answers('early', 2),
    answers(
      'earlier-group',
      3,
      'a device uses a group again only when it was answered, so no answer comes late',
    ),
    answers('foreign-page', 4),
    unless('page-response', 'overflow', 'the overflow bit stays set'),
    unless('requests-drained', 'waiting', 'a device waits for the answer to an old request'),
    unless('requests-drained', 'queued', 'an old request is still queued'),
    ...[1, 3].map((value) => requestAdmits(requestResults[value]!, value)),
  ],
  unfailing: ['prq', 'iopf', 'abort'],
  undisturbed: [],
  waiting: [],
  leavesBehind: [
    {
      name: 'request-groups',
      kind: 'request group',
      says: 'groups of page requests without an answer',
    },
    { name: 'pasid-entries', kind: 'PASID entry', says: 'entries of PASID tables' },
  ],
};

function requestAdmits(result: string, value: number): Weakening {
  return {
    name: `request-admits-${value}`,
    says: `a request may always have this result: ${result}`,
    of: ['request'],
    weaken: admitting(['request'], (a) => a.errno === errno.OK && a.value === value),
  };
}

function answers(name: string, cause: number, unnoticed?: string): Weakening {
  const weakening = unless('page-response', name, pageMistakes[cause]!);
  return unnoticed === undefined ? weakening : { ...weakening, unnoticed };
}
