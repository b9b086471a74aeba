import { release, type Version } from './release.ts';
import { vtd58 } from './slices/vtd/5.8.ts';

export const linux58Vtd: Version = release(
  'linux-5.8-vtd',
  'August 2020: unbind drains the page requests of its PASID',
  [vtd58],
);
