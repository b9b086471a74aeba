import { release, type Version } from './release.ts';
import { setsCyclic } from './slices/sets/cyclic.ts';

export const ioasidCyclic: Version = release(
  'ioasid-cyclic',
  'April 2020, a design: PASIDs in a circle, cleaned up later',
  [setsCyclic],
);
