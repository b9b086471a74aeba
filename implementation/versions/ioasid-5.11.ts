import { release, type Version } from './release.ts';
import { sets511 } from './slices/sets/5.11.ts';

export const ioasid511: Version = release(
  'ioasid-5.11',
  'v5.11 to v5.17: guests bind PASIDs of the allocator, and nobody is told of a free',
  [sets511],
);
