import { failed, success } from '../../../model/answer.ts';
import { regions } from '../../../model/state.ts';
import { findFile } from '../fs/file.ts';
import { findVma, moveVma } from '../mm/vma.ts';
import { inProcess, type SystemCall } from './call.ts';

export const mremap: SystemCall<{ process: number; file: number; region: 'mmio' | 'dus' }> = (k, c) =>
  inProcess(k, c.process, function* (task) {
    const vma = findVma(k, task.mm, findFile(k, c.file), regions.indexOf(c.region));
    if (vma === 0) return failed('EFAULT');
    if (k.switches.uacceMremap === 'refused') return failed('EPERM');
    return (yield* moveVma(k, vma)) === 0 ? success : failed('ENOMEM');
  });
