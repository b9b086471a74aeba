import { release, type Version } from './release.ts';
import { vfio412 } from './slices/vfio/4.12.ts';

export const linux412: Version = release(
  'linux-4.12',
  'July 2017: charges are made at once and within the limit',
  [vfio412],
);
