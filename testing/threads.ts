import { findWorld } from '../model/worlds.ts';
import type { World } from '../model/world.ts';

/** For suites only: threads in a world with devices, whose files show the fate of descriptors. */
export const threads: World = {
  ...findWorld('sva'),
  name: 'sva-threads',
  processes: 3,
  threads: true,
};
