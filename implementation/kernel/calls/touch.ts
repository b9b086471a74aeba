import { regions } from '../../../model/state.ts';
import { findFile } from '../fs/file.ts';
import { SIGBUS, SIGSEGV } from '../machine/errno.ts';
import { findVma } from '../mm/vma.ts';
import type { SystemCall } from './call.ts';

export const touch: SystemCall<{ process: number; file: number; region: 'mmio' | 'dus' }> = {
  context: 'process',
  *run(k, c, task) {
    const { index } = k.mms.at(task.mm, 'page fault');
    const wait = k.locks.lock(k.mmapLock, index, 'page fault');
    if (wait) yield* wait;
    k.locks.unlock(k.mmapLock, index); // no other reader could tell
    const ptr = findVma(k, task.mm, findFile(k, c.file), regions.indexOf(c.region));
    if (ptr === 0) return SIGSEGV;
    const vma = k.vmas.at(ptr, 'access');
    if (vma.zapped !== 0) return SIGBUS;
    // The dus region is memory of the driver’s queue; the registers of mmio are always there.
    if (c.region === 'dus') k.qps.at(vma.qp, 'user access through the dus mapping');
    return 0;
  },
};
