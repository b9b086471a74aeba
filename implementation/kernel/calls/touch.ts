import { failed, success } from '../../../model/answer.ts';
import { regions } from '../../../model/state.ts';
import { findFile } from '../fs/file.ts';
import { findVma } from '../mm/vma.ts';
import { inProcess, type SystemCall } from './call.ts';

export const touch: SystemCall<{ process: number; file: number; region: 'mmio' | 'dus' }> = (k, c) =>
  // oxlint-disable-next-line require-yield -- a memory access does not wait
  inProcess(k, c.process, function* (task) {
    const ptr = findVma(k, task.mm, findFile(k, c.file), regions.indexOf(c.region));
    if (ptr === 0) return failed('SIGSEGV');
    const vma = k.vmas.at(ptr, 'access');
    if (vma.zapped !== 0) return failed('SIGBUS');
    // The dus region is memory of the driver’s queue; the registers of mmio are always there.
    if (c.region === 'dus') k.qps.at(vma.qp, 'user access through the dus mapping');
    return success;
  });
