import type { StateLine } from '../../model/state-line.ts';
import { deferredCalls } from './calls/process/deferred.ts';
import type { Kernel } from './kernel.ts';
import { returns } from './machine/hang.ts';
import { gracePeriodElapses, Srcu, srcuInvokeCallbacks } from './machine/srcu.ts';
import { runOldestWork, workSlab, type Works } from './machine/workqueue.ts';
import { kworker } from './process/task.ts';
import type { Subsystem } from './subsystem.ts';

/** kernel/workqueue.c and kernel/rcu/srcutree.c: deferred work. `machine/` has the mechanism. */
export const deferred: Subsystem<Deferred> = {
  name: 'deferred',
  isIn: () => true,
  tables: (k) => new Deferred(k),
  switches: undefined,
  calls: deferredCalls,
  ops: { works: [srcuInvokeCallbacks] },
  reserves: ({ works, srcu }) =>
    [works, ...srcu.callbacks.map(({ heads }) => heads)].map((slab) => ({ slab, least: 3 })),
  describe: describeDeferred,
};

export class Deferred {
  readonly srcu: Srcu;
  readonly works: Works;

  constructor({ locks, machine, subsystems, tasks }: Kernel) {
    this.srcu = new Srcu(machine, locks, tasks.rows.length);
    this.works = workSlab(
      machine,
      subsystems.flatMap(({ ops }) => ops?.works ?? []),
    );
  }
}

function describeDeferred({ srcu, works }: Kernel): StateLine[] {
  const lines: StateLine[] = [];
  if (srcu.waiting > 0) lines.push({ what: 'SRCU callbacks', is: `${srcu.waiting}` });
  if (works.live > 0) lines.push({ what: 'work items', is: `${works.live}` });
  return lines;
}

/** Runs all deferred work. */
export function settle(k: Kernel): void {
  k.machine.cpu.current = kworker(k).index;
  do {
    for (const s of k.subsystems) if (s.settle?.(k) === false) return;
    gracePeriodElapses(k);
    while (k.works.live > 0) if (!returns(() => runOldestWork(k))) return; // a worker hangs
  } while (k.srcu.waiting > 0);
}

/**
 * In Linux a grace period elapses by itself. Here it is a step of the trace, and elapses by itself only if a table would
 * overflow with callbacks that wait for it.
 */
export function relieve(k: Kernel): void {
  for (const { slab, least } of k.reserves) if (slab.room < least) settle(k);
}
