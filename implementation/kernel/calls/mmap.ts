import { regions } from '../../../model/state.ts';
import { uacceFopsMmap } from '../uacce/uacce.ts';
import { answerOf, inProcess, type SystemCall } from './call.ts';

export const mmap: SystemCall<{ process: number; file: number; region: 'mmio' | 'dus' }> = (k, c) =>
  inProcess(k, c.process, function* (task) {
    return answerOf(yield* uacceFopsMmap(k, task, c.file, regions.indexOf(c.region)));
  });
