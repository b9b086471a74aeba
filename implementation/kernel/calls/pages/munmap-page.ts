import { vmMunmapPage } from '../../mm/mlock.ts';
import { slot } from '../slots.ts';
import type { SystemCall } from '../call.ts';

export const munmapPage: SystemCall<{ process: number; address: string }> = {
  context: 'process',
  run: (k, c, task) => vmMunmapPage(k, task, slot(c.address)),
};
