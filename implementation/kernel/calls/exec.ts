import { beginNewExec } from '../process/exec.ts';
import { answerOf, inProcess, type SystemCall } from './call.ts';

export const exec: SystemCall<{ process: number }> = (k, c) =>
  inProcess(k, c.process, function* (task) {
    return answerOf(yield* beginNewExec(k, task));
  });
