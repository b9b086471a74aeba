import type { Slice } from '../../slice.ts';
import { vtd56 } from './5.6.ts';

/** v2 of the series that drains page requests (April 2020), on v5.7: it drains in unbind, and as the mm ends. */
export const vtdDrainV2: Slice = {
  ...vtd56,
  switches: { ...vtd56.switches, prqDrain: 'also-in-release' },
  known: [
    'vtd-drain-in-mm-release',
    'vtd-prq-warns-of-unlisted',
    'vtd-overflow-never-cleared',
    'vtd-teardown-before-device-stop',
  ],
};
