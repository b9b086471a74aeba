import { release, type Version } from './release.ts';
import { setsAtomicWq } from './slices/sets/atomic-wq.ts';

export const ioasidAtomicWq: Version = release(
  'ioasid-atomic-wq',
  'April 2020, a design: the lowest PASID, cleaned up later',
  [setsAtomicWq],
);
