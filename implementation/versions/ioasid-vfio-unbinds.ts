import { release, type Version } from './release.ts';
import { setsVfioUnbinds } from './slices/sets/vfio-unbinds.ts';

export const ioasidVfioUnbinds: Version = release(
  'ioasid-vfio-unbinds',
  'April 2020, a design: VFIO unbinds before it frees',
  [setsVfioUnbinds],
);
