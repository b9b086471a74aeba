import { EINVAL } from '../../machine/errno.ts';
import { copyProcess, PTHREAD } from '../../process/fork.ts';
import type { SystemCall } from '../call.ts';

export const thread: SystemCall<{ process: number; child: number }> = {
  context: 'process',
  /** In worlds without threads, processes share nothing. */
  run: (k, c, task) => (k.threads === undefined ? EINVAL : copyProcess(k, task, c.child, PTHREAD)),
};
