import { success } from '../../../model/answer.ts';
import { doExit } from '../process/exit.ts';
import { inProcess, type SystemCall } from './call.ts';

export const exit: SystemCall<{ process: number }> = (k, c) =>
  inProcess(k, c.process, function* (task) {
    yield* doExit(k, task);
    return success;
  });
