import { hasRequests } from '../../../../model/prq/bounds.ts';
import type { Kernel } from '../../kernel.ts';
import type { Kthreads } from '../../process/kthread.ts';
import { kthread, type Task } from '../../process/task.ts';

const kinds = ['prq', 'iopf'];

/** The interrupt thread of the unit, and the worker of the queue for I/O page faults. */
export const intelThreads: Kthreads = {
  count: (world) => (hasRequests(world) ? kinds.length : 0),
  says: (n) => ['PRQ thread', 'fault worker'][n]!,
  runs: (c) => Math.max(kinds.indexOf(c.kind.replace('continue-', '')), 0),
};

export function prqTask(k: Kernel): Task {
  return kthread(k, intelThreads, { kind: 'prq' });
}

export function iopfTask(k: Kernel): Task {
  return kthread(k, intelThreads, { kind: 'iopf' });
}
