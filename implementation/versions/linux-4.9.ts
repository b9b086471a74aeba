import { release, type Version } from './release.ts';
import { vfio49 } from './slices/vfio/4.9.ts';

export const linux49: Version = release(
  'linux-4.9',
  'December 2016: VFIO without mediated devices; the process that maps, unmaps or closes is charged or credited',
  [vfio49],
);
