import { ok } from '../../../../model/answer.ts';
import { answerOf } from '../../machine/errno.ts';
import { acceleratorOf } from '../../pci/accelerator.ts';
import type { SystemCall } from '../call.ts';

export const open: SystemCall<{ process: number; device: number; file: number }> = {
  context: 'process',
  run: (k, c, task) => acceleratorOf(k).open(k, task, c.device, c.file),
  answer: (k, c, ret) => (ret < 0 ? answerOf(ret) : ok(acceleratorOf(k).pasidOfFile(k, c.file))),
};
