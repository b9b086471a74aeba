import { leaderOf, structOf, UNLIMITED } from '../../process/task-struct.ts';
import type { SystemCall } from '../call.ts';

export const setrlimit: SystemCall<{ process: number; limit: string }> = {
  context: 'process',
  run(k, c, task) {
    const leader = k.structs!.slab.at(leaderOf(k, structOf(k, task)), 'do_prlimit');
    leader.limit = c.limit === 'unlimited' ? UNLIMITED : Number(c.limit);
    return 0;
  },
};
