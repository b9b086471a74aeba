import { ok } from '../../../../model/answer.ts';
import { answerOf } from '../../machine/errno.ts';
import { pasidOfFile } from '../../uacce/queue.ts';
import { openUacce } from '../../uacce/uacce.ts';
import type { SystemCall } from '../call.ts';

export const open: SystemCall<{ process: number; device: number; file: number }> = {
  context: 'process',
  run: (k, c, task) => openUacce(k, task, c.device, c.file),
  answer: (k, c, ret) => (ret < 0 ? answerOf(ret) : ok(pasidOfFile(k, c.file))),
};
