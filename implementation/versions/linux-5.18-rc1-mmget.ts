import { release, type Version } from './release.ts';
import { sva518rc1Mmget } from './slices/sva/5.18-rc1-mmget.ts';

export const linux518rc1Mmget: Version = release(
  'linux-5.18-rc1-mmget',
  'linux-5.18-rc1 with the workaround from the mail thread: a bond holds mm_users',
  [sva518rc1Mmget],
);
