import { uacceIoctl } from '../uacce/uacce.ts';
import type { SystemCall } from './call.ts';

export const start: SystemCall<{ process: number; file: number }> = {
  context: 'process',
  run: (k, c, task) => uacceIoctl(k, task, c.file, 'start'),
};
