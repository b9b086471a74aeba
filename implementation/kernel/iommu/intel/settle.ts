import { svaOf } from '../../../../model/sva/bounds.ts';
import type { Kernel } from '../../kernel.ts';
import { returns } from '../../machine/hang.ts';
import { actingAs } from '../../process/acting.ts';
import { runFaultWork } from './io-pgfault.ts';
import { deliver } from './link.ts';
import { prqEventThread } from './prq.ts';
import { iopfTask, prqTask } from './threads.ts';

/** The links deliver, and the interrupt thread and the worker for faults run, until nothing is left for them. Whether they returned. */
export function settleRequests(k: Kernel): boolean {
  const { groups, ring, status } = k.intel;
  deliverAll(k);
  while (ring.live > 0 || groups.live > 0 || (status.overflow !== 0 && canClear(k))) {
    if (status.threadEnded !== 0) return true;
    if (!returns(() => actingAs(k, prqTask(k), () => prqEventThread(k)))) return false;
    if (groups.live > 0 && !returns(() => actingAs(k, iopfTask(k), () => runFaultWork(k))))
      return false;
    deliverAll(k);
  }
  return true;
}

function deliverAll(k: Kernel): void {
  for (let device = 0; device < svaOf(k.world).devices; device++) deliver(k, device);
}

function canClear({ switches }: Kernel): boolean {
  return switches.prqOverflow !== 'left-set';
}
