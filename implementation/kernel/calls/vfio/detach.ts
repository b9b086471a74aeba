import { unplug } from '../../vfio/hot-plug.ts';
import type { SystemCall } from '../call.ts';

export const detach: SystemCall<{ process: number; group: number }> = {
  context: 'process',
  run: (k, c, task) => unplug(k, task, c.group),
};
