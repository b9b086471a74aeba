import { doMlock } from '../../mm/mlock.ts';
import { slot } from '../slots.ts';
import type { SystemCall } from '../call.ts';

export const mlock: SystemCall<{ process: number; address: string }> = {
  context: 'process',
  run: (k, c, task) => doMlock(k, task, slot(c.address)),
};
