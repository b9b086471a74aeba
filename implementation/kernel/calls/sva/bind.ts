import { ok } from '../../../../model/answer.ts';
import { answerOf } from '../../machine/errno.ts';
import { bindThroughFile, pasidOfHandle } from '../../uacce/handle.ts';
import type { SystemCall } from '../call.ts';

export const bind: SystemCall<{ process: number; file: number; handle: number }> = {
  context: 'process',
  run: (k, c, task) => bindThroughFile(k, task, c.file, c.handle),
  answer: (k, c, ret) => (ret < 0 ? answerOf(ret) : ok(pasidOfHandle(k, c.handle))),
};
