import { release, type Version } from './release.ts';
import { vfioV9 } from './slices/vfio/mdev-v9.ts';

export const vfioMdevV9: Version = release(
  'vfio-mdev-v9',
  'October 2016: the patches for mediated devices in their ninth version, before the review',
  [vfioV9],
);
