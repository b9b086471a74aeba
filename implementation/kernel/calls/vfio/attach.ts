import { plug } from '../../vfio/hot-plug.ts';
import type { SystemCall } from '../call.ts';

export const attach: SystemCall<{ process: number; container: number; group: number }> = {
  context: 'process',
  run: (k, c, task) => plug(k, task, c.container, c.group),
};
