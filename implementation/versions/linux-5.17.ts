import { release, type Version } from './release.ts';
import { sva517 } from './slices/sva/5.17.ts';

export const linux517: Version = release(
  'linux-5.17',
  'March 2022: a PASID belongs to the bonds of its mm and is freed by the last unbind',
  [sva517],
);
