import { doExit } from '../../process/exit.ts';
import type { SystemCall } from '../call.ts';

export const exit: SystemCall<{ process: number }> = {
  context: 'process',
  run: (k, _c, task) => doExit(k, task),
};
