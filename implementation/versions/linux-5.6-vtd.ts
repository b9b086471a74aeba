import { release, type Version } from './release.ts';
import { vtd56 } from './slices/vtd/5.6.ts';

export const linux56Vtd: Version = release(
  'linux-5.6-vtd',
  'March 2020: each device has its own PASID table, and page requests outlive their bond',
  [vtd56],
);
