import { release, type Version } from './release.ts';
import { setsExtV4 } from './slices/sets/ext-v4.ts';

export const ioasidExtV4: Version = release(
  'ioasid-ext-v4',
  'February 2021, a design: references, and a free that waits for the last of them',
  [setsExtV4],
);
