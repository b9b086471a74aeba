import { regions } from '../../../../model/sva/state.ts';
import { ok } from '../../../../model/answer.ts';
import { answerOf } from '../../machine/errno.ts';
import { accessMemory } from '../../mm/mmap.ts';
import type { SystemCall } from '../call.ts';

export const touch: SystemCall<{ process: number; file: number; region: 'mmio' | 'dus' }> = {
  context: 'process',
  run: (k, c, task) => accessMemory(k, task, c.file, regions.indexOf(c.region)),
  answer: (_k, _c, ret) => (ret < 0 ? answerOf(ret) : ok(ret)),
};
