import type { Law } from '../../linux-law.ts';

export const liveness: Law = {
  name: 'liveness',
  title: 'An address space without users is freed',
  because:
    'a cycle of references keeps an address space, its files and its PASID for ever; no close and no exit can break it',
  closeness: 'object',
  needs: ['mms'],
  after({ seen }, report) {
    const cycle = seen.referenceCycle();
    if (cycle !== undefined)
      report(
        'a reference cycle keeps an mm',
        `no process can reach ${cycle[0]}, but a reference cycle keeps it: ${cycle.join(' -> ')}.`,
      );
  },
};
