import { doMunlock } from '../../mm/mlock.ts';
import { slot } from '../slots.ts';
import type { SystemCall } from '../call.ts';

export const munlock: SystemCall<{ process: number; address: string }> = {
  context: 'process',
  run: (k, c, task) => doMunlock(k, task, slot(c.address)),
};
