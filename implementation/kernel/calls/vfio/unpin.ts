import { driverUnpins } from '../../vfio/driver.ts';
import { driverThreads } from '../../vfio/driver-threads.ts';
import type { SystemCall } from '../call.ts';
import { slot } from '../slots.ts';

export const unpin: SystemCall<{ group: number; iova: string; pages: string }> = {
  context: driverThreads,
  run: (k, c) => driverUnpins(k, c.group, slot(c.iova), Number(c.pages)),
};
