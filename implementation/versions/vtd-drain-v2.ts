import { release, type Version } from './release.ts';
import { vtdDrainV2 } from './slices/vtd/drain-v2.ts';

export const vtdDrainV2Kernel: Version = release(
  'vtd-drain-v2',
  'April 2020, second version of a series: page requests are drained, also where nothing may sleep',
  [vtdDrainV2],
);
