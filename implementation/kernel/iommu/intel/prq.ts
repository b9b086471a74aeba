import type { Kernel } from '../../kernel.ts';
import type { Call } from '../../machine/pause.ts';
import { point, whileHeld } from '../../machine/wait.ts';
import { actingAs } from '../../process/acting.ts';
import { response } from '../../../../model/prq/response.ts';
import type { PageRequest } from './device.ts';
import { answerGroup, discardPartial, queueFault } from './io-pgfault.ts';
import { intelPoints } from './points.ts';
import { handleInThread, isAnswerDue } from './prq-in-thread.ts';
import { handleCopies } from './prq-list.ts';
import { findSdev } from './sdev.ts';
import { prqTask } from './threads.ts';

/** drivers/iommu/intel/svm.c: the interrupt thread that handles page requests. */

/**
 * prq_event_thread: handles what is in the ring when it looks, and takes it out at the end. One such thread runs at a time. Then it
 * completes the waiters, which here look again by themselves.
 */
export function* prqEventThread(k: Kernel): Call<number> {
  const { ring, thread, status } = k.intel;
  if (thread[0]!.owner !== 0 || status.threadEnded !== 0) return 0; // it runs already
  thread[0]!.owner = k.machine.cpu.current + 1;
  const until = k.machine.tick();
  const batch = ring.rows.filter(({ live, tick }) => live !== 0 && tick < until);
  yield* point(k, intelPoints.threadLooked);
  const inOrder = batch.toSorted((a, b) => a.tick - b.tick);
  if (k.switches.prqList === 'copied') yield* handleCopies(k, inOrder);
  else yield* handleRing(k, inOrder);
  if (status.threadEnded !== 0) return 0; // it never gives back what it holds
  if (status.overflow !== 0 && clearsOverflow(k)) {
    if (k.switches.overflowPartial === 'dropped') discardPartial(k);
    status.overflow = 0;
  }
  thread[0]!.owner = 0;
  return 0;
}

function clearsOverflow({ intel: { ring }, switches: { prqOverflow } }: Kernel): boolean {
  return (
    prqOverflow === 'cleared-anyway' || (prqOverflow === 'cleared-if-empty' && ring.live === 0)
  );
}

/** The requests stay in the ring until all of them are handled. */
function* handleRing(k: Kernel, batch: readonly PageRequest[]): Call<void> {
  const { ring, status } = k.intel;
  for (const req of batch) {
    yield* handleRequest(k, req);
    if (status.threadEnded !== 0) return;
  }
  for (const req of batch) ring.free(ring.pointerTo(req.index), 'prq_event_thread');
}

/** A request of a PASID that is not bound to its device is refused; another one is queued, if there is memory. */
export function* handleRequest(k: Kernel, req: PageRequest): Call<void> {
  if (k.switches.prqServe === 'in-thread') {
    yield* handleInThread(k, req);
    return;
  }
  const { svm } = k.intel.private[req.pasid]!;
  const isBound = svm !== 0 && findSdev(k, svm, req.device, 'prq_event_thread') !== 0;
  const isQueued = isBound && queueFault(k, req);
  if (!isQueued && isAnswerDue(k, req)) answerGroup(k, req, response.invalid);
}

/** Waits until the interrupt thread has handled what is in the ring now. An interrupt was sent for it, so it runs by itself. */
export function* threadRuns(k: Kernel, where: string): Call<void> {
  const { thread } = k.intel;
  if (thread[0]!.owner !== 0) yield* whileHeld(thread[0]!, where, 'PRQ thread');
  else yield* actingAs(k, prqTask(k), () => prqEventThread(k));
}

/** Whether the ring has a request of this PASID. */
export function isInRing(k: Kernel, pasid: number): boolean {
  return k.intel.ring.rows.some((req) => req.live !== 0 && req.pasid === pasid);
}
