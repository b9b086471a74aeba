import { release, type Version } from './release.ts';
import { vtd514 } from './slices/vtd/5.14.ts';

export const linux514Vtd: Version = release(
  'linux-5.14-vtd',
  'August 2021: bonds count the PASID of their mm, and a queue serves page requests',
  [vtd514],
);
