import type { Kernel } from '../kernel.ts';
import type { Ptr } from './slab.ts';
import { mmuNotifierFreeRcu } from '../mm/mmu-notifier.ts';
import { queueWork, workKind } from './workqueue.ts';

/**
 * The SRCU domain of mm/mmu_notifier.c. A callback waits for a grace period; then it is invoked by a
 * worker with bottom halves disabled, so it must not sleep (kernel/rcu/srcutree.c,
 * srcu_invoke_callbacks; the splat in Brucker's mail of 2020-04-02 shows it).
 */
export const srcuState = { none: 0, waiting: 1, ready: 2 } as const;

/** call_srcu on a notifier: the only kind of callback in this domain. */
export function callSrcu(k: Kernel, notifier: Ptr): void {
  const n = k.notifiers.at(notifier, 'call_srcu');
  n.srcu = srcuState.waiting;
  n.tick = k.machine.tick();
}

/** A grace period elapses, unless a reader is inside: what waited is handed to one work item. */
export function gracePeriodElapses(k: Kernel): number {
  if (k.srcu.readers !== 0) return 0;
  let any = false;
  for (const n of k.notifiers.rows)
    if (n.live !== 0 && n.srcu === srcuState.waiting) {
      n.srcu = srcuState.ready;
      any = true;
    }
  if (any) queueWork(k, workKind.srcuInvokeCallbacks, k.machine.tick());
  return 0;
}

/** Invokes the callbacks that were queued before `until`, oldest first. */
export function srcuInvokeCallbacks(k: Kernel, until: number): void {
  const { cpu } = k.machine;
  for (;;) {
    let oldest: (typeof k.notifiers.rows)[number] | undefined;
    for (const n of k.notifiers.rows)
      if (n.live !== 0 && n.srcu === srcuState.ready && n.tick < until)
        if (oldest === undefined || n.tick < oldest.tick) oldest = n;
    if (oldest === undefined) return;
    cpu.atomic++;
    mmuNotifierFreeRcu(k, k.notifiers.pointer(oldest));
    cpu.atomic--;
  }
}
