import type { Kthreads } from '../process/kthread.ts';

/** In which the driver of a group’s device works for it: one for each group. */
export const driverThreads: Kthreads = {
  count: (world) => world.vfio?.groups.length ?? 0,
  says: (group) => `driver g${group}`,
  runs: (c) => c['group'] as number,
};
