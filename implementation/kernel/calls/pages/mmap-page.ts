import { vmMmapPage } from '../../mm/mlock.ts';
import { slot } from '../slots.ts';
import type { SystemCall } from '../call.ts';

export const mmapPage: SystemCall<{ process: number; address: string; page: string }> = {
  context: 'process',
  run: (k, c, task) => vmMmapPage(k, task, slot(c.address), c.page === 'ram'),
};
