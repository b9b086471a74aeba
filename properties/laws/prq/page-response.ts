import { hasRequests } from '../../../model/prq/bounds.ts';
import { pageMistakes } from '../../../model/prq/seen.ts';
import type { Law } from '../../linux-law.ts';

export const pageResponse: Law = {
  name: 'page-response',
  title: 'A group of page requests gets one answer, and pages of the right mm',
  because:
    'a device goes on as soon as a group is answered: with a wrong answer it reads or writes a page that is not there, or another process’s',
  closeness: 'object',
  needs: ['requests'],
  in: hasRequests,
  after({ state, seen }, report) {
    if (seen.isStuck())
      report(
        'the overflow bit stays set',
        'the ring is empty, but the IOMMU queues no request, because its overflow bit is still set.',
      );
    for (let d = 0; d < state.sva.devices.length; d++) {
      const cause = seen.pageMistake(d);
      if (cause === 0) continue;
      const [asked, served] = seen.mistakenMms(d);
      const got = served === 0 ? '' : ` and got that for mm${served - 1}`;
      report(pageMistakes[cause], `d${d} had asked for mm${asked - 1}${got}.`);
    }
  },
};
