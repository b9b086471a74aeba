import { pageMistakes } from '../../../../model/prq/seen.ts';
import { unless } from '../../kinds.ts';
import type { OfDomain } from '../../of-domain.ts';
import type { Weakening } from '../../weakening.ts';

export const prq: OfDomain = {
  clauses: [
    answers('early', 2),
    answers('foreign-page', 4),
    unless('page-response', 'overflow', 'the overflow bit stays set'),
    unless('requests-drained', 'waiting', 'a device waits for the answer to an old request'),
    unless('requests-drained', 'queued', 'an old request is still queued'),
  ],
  unfailing: ['prq', 'iopf', 'abort', 'deliver', 'send'],
  undisturbed: [],
  waiting: [],
  unnoticed: {
    request:
      'no mistake of the catalogue makes the IOMMU refuse the request of an mm that is bound, or the device skip a group that is free',
  },
};

function answers(name: string, cause: number): Weakening {
  return unless('page-response', name, pageMistakes[cause]!);
}
