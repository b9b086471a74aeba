import { rowOf } from '../../../memory/kinds.ts';
import type { Row } from '../../../memory/records.ts';
import type { Host } from './host.ts';
import type { Lock, Locks } from './locks.ts';
import type { Machine } from './machine.ts';
import type { Call } from './pause.ts';
import type { Ptr, Slab } from './slab.ts';
import { whileHeld } from './wait.ts';
import { queueWork, type WorkFunction } from './workqueue.ts';

/**
 * An SRCU domain (the kernel here has one, that of mm/mmu_notifier.c). A callback waits for a grace period; then it is
 * invoked by a worker with bottom halves disabled, so it must not sleep (kernel/rcu/srcutree.c,
 * srcu_invoke_callbacks; the splat in Brucker's mail of 2020-04-02 shows it).
 */
export class Srcu {
  /** By task. `owner`: the task itself, plus 1, while it is in a read-side section. */
  readonly readers: readonly Lock[];
  /** Every kind of object that embeds an rcu_head. */
  readonly callbacks: Callbacks[] = [];

  constructor({ layout }: Machine, locks: Locks, tasks: number) {
    const own = { of: rowOf('task'), each: 1 };
    const fields = { owner: rowOf('task', 1) };
    this.readers = layout.declare('srcu reader', tasks, fields, { keyed: own }).rows;
    locks.adopt('SRCU reader', this.readers);
  }

  /** The number of callbacks that were not invoked yet. */
  get waiting(): number {
    let waiting = 0;
    for (const { heads } of this.callbacks)
      for (const head of heads.rows) if (head.live !== 0 && head.srcu !== srcuState.none) waiting++;
    return waiting;
  }
}

/** struct rcu_head, as fields of the object that embeds it: its place in the queue of callbacks. */
export const rcuHead = { srcu: 'value', tick: 'order' } as const;
type RcuHead = keyof typeof rcuHead;

/** Objects with an rcu_head, and their callback. */
interface Callbacks {
  readonly heads: Slab<RcuHead>;
  /** `k` is the kernel that the callback is written for. */
  invoke(k: Host, object: Ptr): void;
}

export const srcuState = { none: 0, waiting: 1, ready: 2 } as const;

export function srcuReadLock({ machine, srcu }: Host): void {
  const { current } = machine.cpu;
  srcu.readers[current]!.owner = current + 1;
}

export function srcuReadUnlock({ machine, srcu }: Host): void {
  srcu.readers[machine.cpu.current]!.owner = 0;
}

/**
 * Waits until every reader has left its section. In Linux only for those that were inside when it began; here also for one that
 * enters again while this task waits for another.
 */
export function* synchronizeSrcu({ machine, srcu }: Host, where: string): Call<void> {
  machine.mightSleep(where);
  for (const reader of srcu.readers) yield* whileHeld(reader, where, 'an SRCU reader');
}

export function callSrcu(k: Host, head: Row<RcuHead>): void {
  head.srcu = srcuState.waiting;
  head.tick = k.machine.tick();
}

/** A grace period elapses, unless a reader is inside: one work item gets the waiting callbacks. Always 0. */
export function gracePeriodElapses(k: Host): number {
  if (k.srcu.readers.some(({ owner }) => owner !== 0)) return 0;
  let any = false;
  for (const { heads } of k.srcu.callbacks)
    for (const head of heads.rows)
      if (head.live !== 0 && head.srcu === srcuState.waiting) {
        head.srcu = srcuState.ready;
        any = true;
      }
  if (any) queueWork(k, srcuInvokeCallbacks, k.machine.tick());
  return 0;
}

/** Invokes the callbacks that were queued before `until`, oldest first (workqueue rcu_gp). */
export const srcuInvokeCallbacks: WorkFunction = {
  argument: ['until', 'barrier'],
  *run(k, until) {
    while (invokeOldest(k, until));
    return 0;
  },
};

/** False if there was none. */
function invokeOldest(k: Host, until: number): boolean {
  let oldest: { readonly head: Row<RcuHead>; readonly of: Callbacks } | undefined;
  for (const of of k.srcu.callbacks)
    for (const head of of.heads.rows)
      if (head.live !== 0 && head.srcu === srcuState.ready && head.tick < until)
        if (oldest === undefined || head.tick < oldest.head.tick) oldest = { head, of };
  if (oldest === undefined) return false;
  k.machine.enters('srcu_invoke_callbacks');
  const { heads } = oldest.of;
  k.machine.beginAtomic();
  oldest.of.invoke(k, heads.pointerTo(oldest.head.index));
  k.machine.endAtomic();
  return true;
}
