import { release, type Version } from './release.ts';
import { vfioV9 } from './slices/vfio/mdev-v9.ts';

export const vfioMdevV9: Version = release(
  'vfio-mdev-v9',
  'October 2016: version 9 of the patches for mediated devices, before its review',
  [vfioV9],
);
