import { unbindThroughFile } from '../../uacce/handle.ts';
import type { SystemCall } from '../call.ts';

export const unbind: SystemCall<{ process: number; handle: number }> = {
  context: 'process',
  run: (k, c, task) => unbindThroughFile(k, task, c.handle),
};
