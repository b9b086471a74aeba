import type { Law } from '../../linux-law.ts';

export const liveness: Law = {
  name: 'liveness',
  title: 'What nobody uses comes to its end',
  because:
    'references that lead back to where they start keep an address space, its files and its PASID for ever; no close and no exit can end it',
  closeness: 'object',
  needs: ['mms'],
  after({ seen }, report) {
    const cycle = seen.referenceCycle();
    if (cycle !== undefined)
      report(
        'a reference cycle keeps an mm',
        `no process leads to ${cycle[0]}, but it keeps itself in use: ${cycle.join(' -> ')}.`,
      );
  },
};
