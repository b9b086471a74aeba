import { success } from '../../../model/answer.ts';
import { regions } from '../../../model/state.ts';
import { findFile } from '../fs/file.ts';
import { findVma, removeVma } from '../mm/vma.ts';
import { inProcess, type SystemCall } from './call.ts';

export const munmap: SystemCall<{ process: number; file: number; region: 'mmio' | 'dus' }> = (k, c) =>
  inProcess(k, c.process, function* (task) {
    const vma = findVma(k, task.mm, findFile(k, c.file), regions.indexOf(c.region));
    // Unmapping a hole is fine.
    if (vma !== 0) yield* removeVma(k, vma);
    return success;
  });
