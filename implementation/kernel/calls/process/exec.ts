import { beginNewExec } from '../../process/exec.ts';
import type { SystemCall } from '../call.ts';

export const exec: SystemCall<{ process: number }> = {
  context: 'process',
  run: (k, _c, task) => beginNewExec(k, task),
};
