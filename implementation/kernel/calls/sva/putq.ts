import { uacceIoctl } from '../../uacce/uacce.ts';
import type { SystemCall } from '../call.ts';
import { held } from '../held.ts';

export const putq: SystemCall<{ process: number; file: number }> = {
  context: 'process',
  run: (k, c, task) => held(k, task, c.file, uacceIoctl(k, task, c.file, 'put')),
};
