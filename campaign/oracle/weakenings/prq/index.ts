import { errno } from '../../../../model/answer.ts';
import { requestResults } from '../../../../model/prq/commands/request.ts';
import { pageMistakes } from '../../../../model/prq/seen.ts';
import { unless } from '../../kinds.ts';
import type { OfDomain } from '../../of-domain.ts';
import { admitting, type Weakening } from '../../weakening.ts';

export const prq: OfDomain = {
  clauses: [
    answers('nobody', 1),
    answers('early', 2),
    answers('earlier-group', 3),
    answers('foreign-page', 4),
    answers('unserved', 5),
    answers('joined', 6),
    answers('failure', 7),
    unless('page-response', 'overflow', 'the overflow bit stays set'),
    unless('requests-drained', 'waiting', 'a device waits for the answer to an old request'),
    unless('requests-drained', 'queued', 'an old request is still queued'),
    requestAdmits('overflow', 2),
    requestAdmits('fault', 5),
  ],
  unfailing: ['prq', 'iopf', 'abort', 'deliver', 'send'],
  undisturbed: [],
  waiting: [],
  leavesBehind: [
    {
      name: 'request-groups',
      kind: 'request group',
      says: 'groups of page requests without an answer',
    },
  ],
};

function answers(name: string, cause: number): Weakening {
  return unless('page-response', name, pageMistakes[cause]!);
}

function requestAdmits(name: string, value: number): Weakening {
  return {
    name: `request-admits-${name}`,
    says: `a request may always have this result: ${requestResults[value]!}`,
    of: ['request'],
    weaken: admitting(['request'], (a) => a.errno === errno.OK && a.value === value),
  };
}
