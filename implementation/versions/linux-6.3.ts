import { release, type Version } from './release.ts';
import { vfio63 } from './slices/vfio/6.3.ts';

export const linux63: Version = release(
  'linux-6.3',
  'April 2023: a mapping is charged to the mm that made it, and its charge moves with its virtual address',
  [vfio63],
);
