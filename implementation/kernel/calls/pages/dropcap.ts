import { structOf } from '../../process/task-struct.ts';
import type { SystemCall } from '../call.ts';

export const dropcap: SystemCall<{ process: number }> = {
  context: 'process',
  run(k, _c, task) {
    k.structs!.slab.at(structOf(k, task), 'commit_creds').capable = 0;
    return 0;
  },
};
