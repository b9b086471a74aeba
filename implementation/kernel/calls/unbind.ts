import { unbindThroughFile } from '../uacce/uacce.ts';
import { answerOf, inProcess, type SystemCall } from './call.ts';

export const unbind: SystemCall<{ process: number; handle: number }> = (k, c) =>
  inProcess(k, c.process, function* (task) {
    return answerOf(yield* unbindThroughFile(k, task, c.handle));
  });
