import { openFile, poll as pollFile } from '../../fs/open.ts';
import type { SystemCall } from '../call.ts';

export const poll: SystemCall<{ process: number; file: number }> = {
  context: 'process',
  run: (k, c, task) => pollFile(k, task, openFile(k, task, c.file)),
};
