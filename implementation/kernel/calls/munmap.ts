import { regions } from '../../../model/state.ts';
import { findFile } from '../fs/file.ts';
import { findVma, unmapVma } from '../mm/vma.ts';
import type { SystemCall } from './call.ts';

export const munmap: SystemCall<{ process: number; file: number; region: 'mmio' | 'dus' }> = {
  context: 'process',
  run(k, c, task) {
    const vma = findVma(k, task.mm, findFile(k, c.file), regions.indexOf(c.region));
    return vma === 0 ? 0 : unmapVma(k, vma); // unmapping a hole is fine
  },
};
