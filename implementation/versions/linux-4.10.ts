import { release, type Version } from './release.ts';
import { vfio410 } from './slices/vfio/4.10.ts';

export const linux410: Version = release(
  'linux-4.10',
  'February 2017: mediated devices; a mapping knows the thread that made it, but map and attach charge the caller; the charge is deferred if mmap_lock is held',
  [vfio410],
);
