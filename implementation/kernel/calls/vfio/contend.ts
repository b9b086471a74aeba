import { accountOf } from '../../mm/page.ts';
import type { SystemCall } from '../call.ts';

export const contend: SystemCall<{ process: number }> = {
  context: 'process',
  run(k, _c, task) {
    accountOf(k, task.mm).contended = 1;
    return 0;
  },
};
