import { pointerTo } from '../../../memory/kinds.ts';
import type { Kernel } from '../kernel.ts';
import type { Call } from './pause.ts';
import type { Machine } from './machine.ts';
import { type Ptr, Slab } from './slab.ts';
import { fputRelease } from '../fs/file.ts';
import { runOldestCharge } from '../vfio/accounting.ts';
import { srcuInvokeCallbacks } from './srcu.ts';

/** What a work item does: the callbacks of a grace period (workqueue rcu_gp), or a delayed fput. */
export const workKind = { srcuInvokeCallbacks: 0, delayedFput: 1 } as const;

export function workSlab(m: Machine) {
  return new Slab(m, 'work_struct', 12, {
    kind: 'value',
    /** Of a delayed fput. */
    file: pointerTo('file'),
    /** Of callbacks: those that were queued before. */
    until: 'barrier',
    tick: 'barrier',
  });
}

export function queueWork(k: Kernel, kind: number, argument: number): void {
  const work = k.works.at(k.works.embedded(), 'queue_work');
  work.kind = kind;
  if (kind === workKind.delayedFput) work.file = argument;
  else work.until = argument;
  work.tick = k.machine.tick();
}

/** Runs the oldest item, if there is one. 0 always. */
export function runOldestWork(k: Kernel): number | Call<number> {
  if (k.vfio !== undefined && k.vfio.works.live > 0) return runOldestCharge(k);
  if (k.works.live === 0) return 0;
  let oldest: (typeof k.works.rows)[number] | undefined;
  for (const row of k.works.rows)
    if (row.live !== 0 && (oldest === undefined || row.tick < oldest.tick)) oldest = row;
  const { kind, file, until } = oldest!;
  k.works.free(k.works.pointer(oldest!), 'process_one_work');
  if (kind === workKind.delayedFput) return delayedFput(k, file);
  srcuInvokeCallbacks(k, until);
  return 0;
}

function* delayedFput(k: Kernel, file: Ptr): Call<number> {
  yield* fputRelease(k, file);
  return 0;
}
