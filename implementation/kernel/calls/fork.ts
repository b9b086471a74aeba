import { copyProcess } from '../process/fork.ts';
import { answerOf, inProcess, type SystemCall } from './call.ts';

export const fork: SystemCall<{ process: number; child: number }> = (k, c) =>
  // oxlint-disable-next-line require-yield -- nothing in fork waits here
  inProcess(k, c.process, function* (task) {
    return answerOf(copyProcess(k, task, c.child));
  });
