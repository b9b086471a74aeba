import type { Kernel } from '../../kernel.ts';
import type { Call } from '../../machine/pause.ts';
import { mutexLock, whileHeld } from '../../machine/wait.ts';
import { completeGroups, outstanding } from './device.ts';
import { prqOf } from '../../../../model/prq/bounds.ts';
import { dropParked, flushFaultQueue } from './io-pgfault.ts';
import { isInRing, threadRuns } from './prq.ts';

/**
 * intel_svm_drain_prq: sleeps until the ring has no request of the PASID, and until the faults that are
 * queued are served. The descriptors that follow make sure that all answers have reached the device, and all its requests the
 * ring; that is so here at once. While the overflow bit is set, it waits for the thread.
 *
 * @param isLocked - whether the caller holds pasid_mutex
 */
export function* drainPrq(k: Kernel, device: number, pasid: number, isLocked: boolean): Call<void> {
  if (prqOf(k.world).prgs === 0) return; // !info->pri_enabled
  k.machine.mightSleep('intel_svm_drain_prq');
  while (isInRing(k, pasid)) yield* threadRuns(k, 'intel_svm_drain_prq');
  if (k.switches.prqServe === 'fault-queue') yield* flush(k, isLocked);
  dropParked(k, device, pasid);
  while (k.intel.status.overflow !== 0 && k.switches.prqOverflow !== 'left-set')
    yield* threadRuns(k, 'intel_svm_drain_prq');
}

function* flush(k: Kernel, isLocked: boolean): Call<void> {
  const { pasidMutex } = k.intel;
  const isDropped = isLocked && k.switches.drainMutex === 'dropped';
  if (isDropped) k.locks.unlock(pasidMutex, 0);
  yield* flushFaultQueue(k, 'iopf_queue_flush_dev');
  if (isDropped) yield* mutexLock(k, pasidMutex, 0, 'intel_svm_drain_prq');
}

/** The device ends its work for a PASID. It completes its groups, and is at rest once all of them are answered. */
export function* drainDevice(k: Kernel, device: number, pasid: number): Call<void> {
  completeGroups(k, device, pasid);
  for (;;) {
    const own = outstanding(k, device, pasid);
    if (own === undefined) return;
    if (k.intel.ring.live > 0) yield* threadRuns(k, 'idxd_device_drain_pasid');
    else if (k.intel.groups.live > 0) yield* flushFaultQueue(k, 'idxd_device_drain_pasid');
    else yield* whileHeld(own, 'idxd_device_drain_pasid', 'page response');
  }
}
