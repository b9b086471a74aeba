import { release, type Version } from './release.ts';
import { sva518 } from './slices/sva/5.18.ts';

export const linux518: Version = release(
  'linux-5.18',
  'May 2022: a PASID belongs to its mm and is freed in __mmdrop, after the last bond has released the mm',
  [sva518],
);
