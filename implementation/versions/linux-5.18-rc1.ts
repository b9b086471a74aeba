import { release, type Version } from './release.ts';
import { sva518rc1 } from './slices/sva/5.18-rc1.ts';

export const linux518rc1: Version = release(
  'linux-5.18-rc1',
  'April 2022: a PASID belongs to its mm and is freed at exit, in __mmput, even if a bond still uses it',
  [sva518rc1],
);
