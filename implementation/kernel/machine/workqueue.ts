import type { Kernel } from '../kernel.ts';
import type { Call } from './locks.ts';
import type { Machine } from './machine.ts';
import { Slab } from './slab.ts';
import { fputRelease } from '../fs/file.ts';
import { srcuInvokeCallbacks } from './srcu.ts';

/** What a work item does: the callbacks of a grace period (workqueue rcu_gp), or a delayed fput. */
export const workKind = { srcuInvokeCallbacks: 0, delayedFput: 1 } as const;

export function workSlab(m: Machine) {
  return new Slab(m, 'work_struct', 40, ['kind', 'argument', 'tick']);
}

export function queueWork(k: Kernel, kind: number, argument: number): void {
  const work = k.works.at(k.works.alloc(), 'queue_work');
  work.kind = kind;
  work.argument = argument;
  work.tick = k.machine.tick();
}

/** Runs the oldest item; false if there is none. */
export function* runOldestWork(k: Kernel): Call<boolean> {
  if (k.works.live === 0) return false;
  let oldest: (typeof k.works.rows)[number] | undefined;
  for (const row of k.works.rows)
    if (row.live !== 0 && (oldest === undefined || row.tick < oldest.tick)) oldest = row;
  if (oldest === undefined) return false;
  const { kind, argument } = oldest;
  k.works.free(k.works.pointer(oldest), 'process_one_work');
  if (kind === workKind.delayedFput) yield* fputRelease(k, argument);
  else srcuInvokeCallbacks(k, argument);
  return true;
}
