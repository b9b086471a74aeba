import { openFile, write as writeFile } from '../../fs/open.ts';
import type { SystemCall } from '../call.ts';
import { reached } from './reached.ts';

export const write: SystemCall<{ process: number; file: number }> = {
  context: 'process',
  run: (k, c, task) => writeFile(k, task, openFile(k, task, c.file)),
  answer: reached,
};
