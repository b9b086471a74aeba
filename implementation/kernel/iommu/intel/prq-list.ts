import { prqOf } from '../../../../model/prq/bounds.ts';
import type { World } from '../../../../model/world.ts';
import type { Kernel } from '../../kernel.ts';
import type { Machine } from '../../machine/machine.ts';
import type { Call } from '../../machine/pause.ts';
import { Slab } from '../../machine/slab.ts';
import { point } from '../../machine/wait.ts';
import { type PageRequest, requestFields } from './device.ts';
import { intelPoints } from './points.ts';
import { handleRequest, threadRuns } from './prq.ts';

/** The list of v2 of the series of 2020: the interrupt thread copies the requests and empties the ring before it handles them. */

/** struct page_req */
export function pageReqSlab(m: Machine, world: World) {
  const fields = {
    ...requestFields,
    tick: 'barrier',
  } as const;
  return new Slab(m, 'page_req', Math.max(prqOf(world).ring, 1), fields);
}

/** intel_svm_process_prq: handles these requests, which are in the ring. */
export function* handleCopies(k: Kernel, batch: readonly PageRequest[]): Call<void> {
  const { list, ring } = k.intel;
  const isLost = k.switches.copyFails === 'lost';
  for (const req of batch) {
    const copy = list.alloc();
    if (copy !== 0) fill(k, copy, req);
    else if (isLost) break;
    else yield* handleRequest(k, req);
  }
  for (const req of batch) ring.free(ring.pointerTo(req.index), 'prq_event_thread');
  yield* point(k, intelPoints.threadCopied);
  for (let req = first(k); req !== undefined; req = first(k)) {
    yield* handleRequest(k, req);
    if (k.intel.status.threadEnded !== 0) return;
    list.free(list.pointer(req), 'intel_svm_process_prq');
  }
}

function fill(k: Kernel, ptr: number, req: PageRequest): void {
  const { device, pasid, prg, last, asked, life } = req;
  const tick = k.machine.tick();
  const copy = k.intel.list.at(ptr, 'prq_event_thread');
  Object.assign(copy, { device, pasid, prg, last, asked, life, tick });
}

function first({ intel }: Kernel) {
  return intel.list.rows.filter(({ live }) => live !== 0).toSorted((a, b) => a.tick - b.tick)[0];
}

/** The first half of intel_svm_drain_prq in v2: waits for each copy of the PASID. */
export function* drainList(k: Kernel, pasid: number): Call<void> {
  const { list } = k.intel;
  for (;;) {
    const req = list.rows.find((r) => r.live !== 0 && r.pasid === pasid);
    if (req === undefined) return;
    if (k.switches.drainWaits === 'unit') yield* threadRuns(k, 'intel_svm_drain_prq');
    else yield* waitInRequest(k, list.pointer(req));
  }
}

/** wait_for_completion: the waiter queues itself in the request, and after it was woken it takes itself off. */
function* waitInRequest(k: Kernel, ptr: number): Call<void> {
  const { list } = k.intel;
  list.at(ptr, 'intel_svm_drain_prq');
  yield* threadRuns(k, 'intel_svm_drain_prq');
  list.at(ptr, 'intel_svm_drain_prq');
}
