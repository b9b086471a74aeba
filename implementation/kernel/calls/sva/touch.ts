import { regions } from '../../../../model/sva/state.ts';
import { accessMemory } from '../../mm/mmap.ts';
import type { SystemCall } from '../call.ts';

export const touch: SystemCall<{ process: number; file: number; region: 'mmio' | 'dus' }> = {
  context: 'process',
  run: (k, c, task) => accessMemory(k, task, c.file, regions.indexOf(c.region)),
};
