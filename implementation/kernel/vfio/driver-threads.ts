import type { Kthreads } from '../process/kthread.ts';

/** The threads in which the drivers of devices work, one for each group. */
export const driverThreads: Kthreads = {
  count: (world) => world.vfio?.groups.length ?? 0,
  says: (group) => `driver g${group}`,
  runs: (c) => c['group'] as number,
};
