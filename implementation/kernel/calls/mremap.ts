import { regions } from '../../../model/state.ts';
import { findFile } from '../fs/file.ts';
import { EFAULT, EPERM } from '../machine/errno.ts';
import { findVma, moveVma } from '../mm/vma.ts';
import type { SystemCall } from './call.ts';

export const mremap: SystemCall<{ process: number; file: number; region: 'mmio' | 'dus' }> = {
  context: 'process',
  run(k, c, task) {
    const vma = findVma(k, task.mm, findFile(k, c.file), regions.indexOf(c.region));
    if (vma === 0) return EFAULT;
    return k.switches.uacceMremap === 'refused' ? EPERM : moveVma(k, vma);
  },
};
