import { ok } from '../../../model/answer.ts';
import { bindThroughFile, pasidOfHandle } from '../uacce/uacce.ts';
import { answerOf, inProcess, type SystemCall } from './call.ts';

export const bind: SystemCall<{ process: number; file: number; handle: number }> = (k, c) =>
  inProcess(k, c.process, function* (task) {
    const ret = yield* bindThroughFile(k, task, c.file, c.handle);
    return ret < 0 ? answerOf(ret) : ok(pasidOfHandle(k, c.handle));
  });
