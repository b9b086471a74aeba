import { signalOf, structOf, UNLIMITED } from '../../process/task-struct.ts';
import type { SystemCall } from '../call.ts';

export const setrlimit: SystemCall<{ process: number; limit: string }> = {
  context: 'process',
  run(k, c, task) {
    const signal = signalOf(k, structOf(k, task), 'do_prlimit');
    signal.limit = c.limit === 'unlimited' ? UNLIMITED : Number(c.limit);
    return 0;
  },
};
