import { release, type Version } from './release.ts';
import { vfio418 } from './slices/vfio/4.18.ts';

export const linux418: Version = release(
  'linux-4.18',
  'August 2018: a mapping is charged to the current mm of the thread group leader',
  [vfio418],
);
