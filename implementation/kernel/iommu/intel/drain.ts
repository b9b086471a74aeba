import type { Kernel } from '../../kernel.ts';
import type { Call } from '../../machine/pause.ts';
import { mutexLock, whileHeld } from '../../machine/wait.ts';
import { completeGroups, outstanding } from './device.ts';
import { prqOf } from '../../../../model/prq/bounds.ts';
import { dropParked, flushFaultQueue } from './io-pgfault.ts';
import { deliver, flushLink, isUnderWay } from './link.ts';
import { isInRing, threadRuns } from './prq.ts';
import { drainList } from './prq-list.ts';

/**
 * intel_svm_drain_prq: sleeps until the ring has no request of the PASID, and until the faults that are
 * queued are served. Then its descriptors flush the link. If the overflow bit is set after that, it waits for the thread, and sends
 * them again: what the unit answered by itself may still be on its way. An entry of a unit outlives the bond of a device, so what is
 * on the link of that is queued when it arrives; a drain, which no kernel with such tables has, would have to wait for it first.
 *
 * @param isLocked - whether the caller holds pasid_mutex
 */
export function* drainPrq(k: Kernel, device: number, pasid: number, isLocked: boolean): Call<void> {
  if (prqOf(k.world).prgs === 0) return; // !info->pri_enabled
  k.machine.mightSleep('intel_svm_drain_prq');
  const { drainScans, pasidTables, prqList } = k.switches;
  if (pasidTables === 'of-unit') flushLink(k, device);
  if (drainScans === 'ring' || prqList === 'ring')
    while (isInRing(k, pasid)) yield* threadRuns(k, 'intel_svm_drain_prq');
  if (prqList === 'copied') yield* drainList(k, pasid);
  if (k.switches.prqServe === 'fault-queue') yield* flush(k, isLocked);
  dropParked(k, device, pasid);
  for (;;) {
    flushLink(k, device);
    if (k.intel.status.overflow === 0 || isOverflowIgnored(k)) return;
    yield* threadRuns(k, 'intel_svm_drain_prq');
  }
}

/** In a kernel whose thread never clears the bit, nobody looks at it. */
function isOverflowIgnored({ switches }: Kernel): boolean {
  return switches.drainOverflow === 'ignored' || switches.prqOverflow === 'left-set';
}

function* flush(k: Kernel, isLocked: boolean): Call<void> {
  const { pasidMutex } = k.intel;
  const { drainMutex } = k.switches;
  const isDropped = isLocked && drainMutex !== 'held';
  if (isDropped) k.locks.unlock(pasidMutex, 0);
  yield* flushFaultQueue(k, 'iopf_queue_flush_dev');
  if (isDropped && drainMutex !== 'not-retaken')
    yield* mutexLock(k, pasidMutex, 0, 'intel_svm_drain_prq');
}

/** The device ends its work for a PASID. It completes its groups, and is at rest once all of them are answered, and the answers are there. */
export function* drainDevice(k: Kernel, device: number, pasid: number): Call<void> {
  completeGroups(k, device, pasid);
  for (;;) {
    const own = outstanding(k, device, pasid);
    if (own === undefined) return;
    if (isUnderWay(k, device)) deliver(k, device);
    else if (k.intel.ring.live + k.intel.list.live > 0)
      yield* threadRuns(k, 'idxd_device_drain_pasid');
    else if (k.intel.groups.live > 0) yield* flushFaultQueue(k, 'idxd_device_drain_pasid');
    else yield* whileHeld(own, 'idxd_device_drain_pasid', 'page response');
  }
}
