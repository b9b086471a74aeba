import { regions } from '../../../../model/sva/state.ts';
import { uacceFopsMmap } from '../../uacce/uacce.ts';
import type { SystemCall } from '../call.ts';
import { held } from '../held.ts';

export const mmap: SystemCall<{ process: number; file: number; region: 'mmio' | 'dus' }> = {
  context: 'process',
  run: (k, c, task) =>
    held(k, task, c.file, uacceFopsMmap(k, task, c.file, regions.indexOf(c.region))),
};
