import type { Slice } from '../../slice.ts';
import { vtd56 } from './5.6.ts';

/** v2 of the series that drains page requests (April 2020), on v5.7: it drains in unbind, and as the mm ends. */
export const vtdDrainV2: Slice = {
  ...vtd56,
  switches: {
    ...vtd56.switches,
    prqDrain: 'also-in-release',
    drainOverflow: 'ignored',
    prqList: 'copied',
    copyFails: 'lost',
    drainScans: 'list',
    drainWaits: 'request',
  },
  design: { ...vtd56.design, prqList: 'copied' },
  known: [
    'vtd-drain-in-mm-release',
    'vtd-drain-ignores-overflow',
    'vtd-prq-swlist-alloc-fail',
    'vtd-prq-swlist-misses-ring',
    'vtd-prq-swlist-uaf',
    'vtd-prq-warns-of-unlisted',
    'vtd-overflow-never-cleared',
    'vtd-teardown-before-device-stop',
  ],
};
