import type { Kernel } from '../../kernel.ts';
import type { Call } from '../../machine/pause.ts';
import type { Ptr } from '../../machine/slab.ts';
import { mutexLock, point, whileHeld } from '../../machine/wait.ts';
import { mmgetNotZero, mmput } from '../../mm/mm.ts';
import { actingAs } from '../../process/acting.ts';
import { response } from '../../../../model/prq/response.ts';
import { judgeAnswer, judgeGroup, notDue, pageServed, type PageRequest } from './device.ts';
import { sendAnswer } from './link.ts';
import { intelPoints } from './points.ts';
import { findSdev } from './sdev.ts';
import { iopfTask } from './threads.ts';

/** drivers/iommu/io-pgfault.c (v5.13): page requests are parked until their group is complete, and then served by a worker. */

/** iommu_queue_iopf: false if it could not be queued; then the last request of its group has to be refused. */
export function queueFault(k: Kernel, req: PageRequest): boolean {
  const { faults, groups } = k.intel;
  if (req.last === 0) {
    const isParked = park(k, req) !== 0;
    if (k.switches.afterParking === 'returns') return isParked;
  }
  const group = groups.alloc();
  if (group === 0) {
    for (const f of parked(k, req)) faults.free(faults.pointer(f), 'iommu_queue_iopf');
    return false;
  }
  for (const f of parked(k, req)) f.of = group;
  const last = faults.embedded(); // part of the group
  fill(k, last, req);
  faults.at(last, 'iommu_queue_iopf').of = group;
  groups.at(group, 'queue_work').tick = k.machine.tick();
  return true;
}

function park(k: Kernel, req: PageRequest): Ptr {
  const ptr = k.intel.faults.alloc();
  if (ptr !== 0) fill(k, ptr, req);
  else notDue(k, req); // it is lost, and the device asks again
  return ptr;
}

function fill(k: Kernel, ptr: Ptr, { device, pasid, prg, last, asked, life }: PageRequest): void {
  const f = k.intel.faults.at(ptr, 'iommu_queue_iopf');
  Object.assign(f, { device, pasid, prg, last, asked, life, of: 0, tick: k.machine.tick() });
}

/** The parked requests of a device with this group index. Linux does not compare their PASIDs. */
function parked(k: Kernel, { device, pasid, prg }: PageRequest) {
  const isAny = k.switches.groupTakes === 'any-pasid';
  return k.intel.faults.rows.filter(
    (f) =>
      f.live !== 0 &&
      f.of === 0 &&
      f.device === device &&
      f.prg === prg &&
      (isAny || f.pasid === pasid),
  );
}

/** iopf_queue_discard_partial: after an overflow the last request of a group may never come. */
export function discardPartial({ intel: { faults } }: Kernel): void {
  for (const f of faults.rows)
    if (f.live !== 0 && f.of === 0) faults.free(faults.pointer(f), 'iopf_queue_discard_partial');
}

/** The requests of a PASID that wait for the last one of their group, which does not come any more. */
export function dropParked(k: Kernel, device: number, pasid: number): void {
  const { faults } = k.intel;
  if (k.switches.parkedFaults === 'kept') return;
  for (const f of faults.rows)
    if (f.live !== 0 && f.of === 0 && f.device === device && f.pasid === pasid)
      faults.free(faults.pointer(f), 'intel_svm_drain_prq');
}

/** A worker of the queue serves the oldest group, if there is one. */
export function* runFaultWork(k: Kernel): Call<number> {
  const { groups, worker } = k.intel;
  let oldest: { readonly index: number; readonly tick: number } | undefined;
  for (const g of groups.rows)
    if (g.live !== 0 && (oldest === undefined || g.tick < oldest.tick)) oldest = g;
  if (oldest === undefined || worker[0]!.owner !== 0) return 0;
  worker[0]!.owner = k.machine.cpu.current + 1;
  yield* handleGroup(k, groups.pointerTo(oldest.index));
  worker[0]!.owner = 0;
  return 0;
}

/** iopf_handle_group: serves the requests of a group, and answers it. */
function* handleGroup(k: Kernel, group: Ptr): Call<void> {
  const { faults, groups } = k.intel;
  const own = faults.rows.filter((f) => f.live !== 0 && f.of === group);
  let isServed = true;
  for (const f of own) if (isServed) isServed = yield* servePage(k, f);
  yield* point(k, intelPoints.faultServed);
  const last = own.find((f) => f.last !== 0) ?? own.at(-1)!;
  judgeGroup(k, own, last);
  yield* pageResponse(k, last, isServed ? response.success : response.invalid);
  for (const f of own) faults.free(faults.pointer(f), 'iopf_free_group');
  groups.free(group, 'iopf_handle_group');
}

/** iopf_handle_single: faults a page in, in the mm that has the PASID now. Whether it could. */
function* servePage(k: Kernel, req: PageRequest): Call<boolean> {
  const mm = mmOf(k, req.pasid);
  return mm !== 0 && (yield* faultIn(k, req, mm));
}

/** Faults a page in, in this mm, unless that has ended. Whether it could. */
export function* faultIn(k: Kernel, req: PageRequest, mm: Ptr): Call<boolean> {
  if (!mmgetNotZero(k, mm)) return false;
  const { id, mapped } = k.mms.at(mm, 'handle_mm_fault');
  pageServed(k, req, id, mapped !== 0);
  yield* mmput(k, mm);
  return true;
}

/** iommu_sva_find */
function mmOf(k: Kernel, pasid: number): Ptr {
  const { svm } = k.intel.private[pasid]!;
  return svm === 0 ? 0 : k.intel.svms.at(svm, 'iommu_sva_find').mm;
}

/** intel_svm_page_response: the answer goes onto its way to the device. */
function* pageResponse(k: Kernel, last: PageRequest, code: number): Call<void> {
  if (k.switches.pageResponse === 'at-once') {
    answerGroup(k, last, code);
    return;
  }
  yield* mutexLock(k, k.intel.pasidMutex, 0, 'intel_svm_page_response');
  const { svm } = k.intel.private[last.pasid]!;
  if (svm !== 0 && findSdev(k, svm, last.device, 'intel_svm_page_response') !== 0)
    answerGroup(k, last, code);
  k.locks.unlock(k.intel.pasidMutex, 0);
}

/** The kernel answers a group. */
export function answerGroup(k: Kernel, last: PageRequest, code: number): void {
  judgeAnswer(k, last, code);
  sendAnswer(k, last, code);
}

/** iopf_queue_flush_dev: waits until all groups of the queue are served. */
export function* flushFaultQueue(k: Kernel, where: string): Call<void> {
  k.machine.enters('iopf_queue_flush_dev');
  const { groups, worker } = k.intel;
  while (groups.live > 0 || worker[0]!.owner !== 0)
    if (worker[0]!.owner !== 0) yield* whileHeld(worker[0]!, where, 'fault worker');
    else yield* actingAs(k, iopfTask(k), () => runFaultWork(k));
}
