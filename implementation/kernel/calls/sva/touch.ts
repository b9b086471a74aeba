import { regions } from '../../../../model/sva/state.ts';
import { findFile } from '../../fs/file.ts';
import { SIGBUS, SIGSEGV } from '../../machine/errno.ts';
import { findVma } from '../../mm/vma.ts';
import type { Kernel } from '../../kernel.ts';
import type { Call } from '../../machine/pause.ts';
import type { Task } from '../../machine/task.ts';
import type { SystemCall } from '../call.ts';

interface Touch {
  readonly process: number;
  readonly file: number;
  readonly region: 'mmio' | 'dus';
}

export const touch: SystemCall<Touch> = {
  context: 'process',
  run(k, c, task) {
    const { index } = k.mms.at(task.mm, 'page fault');
    const wait = k.locks.lock(k.mmapLock, index, 'page fault');
    return wait ? accessLater(k, c, task, wait) : access(k, c, task);
  },
};

function* accessLater(k: Kernel, c: Touch, task: Task, wait: Call<void>): Call<number> {
  yield* wait;
  return access(k, c, task);
}

/** With mmap_lock held to read: given back at once, because no other reader could tell. */
function access(k: Kernel, c: Touch, task: Task): number {
  k.locks.unlock(k.mmapLock, k.mms.at(task.mm, 'page fault').index);
  const ptr = findVma(k, task.mm, findFile(k, c.file), regions.indexOf(c.region));
  if (ptr === 0) return SIGSEGV;
  const vma = k.vmas.at(ptr, 'access');
  if (vma.zapped !== 0) return SIGBUS;
  // The dus region is memory of the driver’s queue; the registers of mmio are always there.
  if (c.region === 'dus') k.qps.at(vma.qp, 'user access through the dus mapping');
  return 0;
}
