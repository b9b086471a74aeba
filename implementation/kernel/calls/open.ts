import { ok } from '../../../model/answer.ts';
import { pasidOfFile, uacceFopsOpen } from '../uacce/uacce.ts';
import { answerOf, inProcess, type SystemCall } from './call.ts';

export const open: SystemCall<{ process: number; device: number; file: number }> = (k, c) =>
  inProcess(k, c.process, function* (task) {
    const ret = yield* uacceFopsOpen(k, task, c.device, c.file);
    return ret < 0 ? answerOf(ret) : ok(pasidOfFile(k, c.file));
  });
