import { uacceIoctl } from '../uacce/uacce.ts';
import { answerOf, inProcess, type SystemCall } from './call.ts';

export const start: SystemCall<{ process: number; file: number }> = (k, c) =>
  inProcess(k, c.process, function* (task) {
    return answerOf(yield* uacceIoctl(k, task, c.file, 'start'));
  });
