import { release, type Version } from './release.ts';
import { setsExtV1 } from './slices/sets/ext-v1.ts';

export const ioasidExtV1: Version = release(
  'ioasid-ext-v1',
  'March 2020, a design: sets of PASIDs, a mutex, and notifiers that may block',
  [setsExtV1],
);
