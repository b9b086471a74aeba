import { svaOf } from '../../../model/sva/bounds.ts';
import type { Kthreads } from '../process/kthread.ts';

/** One for each slot (drivers/pci/hotplug). */
export const hotplugThreads: Kthreads = {
  count: (world) => svaOf(world).devices,
  says: (device) => `hotplug d${device}`,
  runs: (c) => c['device'] as number,
};
