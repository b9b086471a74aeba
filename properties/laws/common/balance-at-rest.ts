import type { Law } from '../../linux-law.ts';

export const balanceAtRest: Law = {
  name: 'balance-at-rest',
  title: 'After the last process has exited, no object remains',
  because:
    'an object that remains is never freed: in the end PASIDs, table entries and memory run out',
  closeness: 'remainder',
  needs: ['rest'],
  atRest({ seen, shows }, report) {
    // A cycle also keeps objects, but that breaks liveness; its chain says more than a list of leftovers.
    if (shows.has('mms') && seen.referenceCycle() !== undefined) return;
    const left = seen.leftovers();
    if (left.length > 0)
      report(
        'something is left',
        `no process is alive and all deferred work has run, but there is still: ${left.map(({ says }) => says).join('; ')}.`,
      );
  },
};
