import { copyProcess } from '../../process/fork.ts';
import type { SystemCall } from '../call.ts';

export const fork: SystemCall<{ process: number; child: number }> = {
  context: 'process',
  run: (k, c, task) => copyProcess(k, task, c.child),
};
