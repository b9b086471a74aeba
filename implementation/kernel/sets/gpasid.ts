import { pointerTo } from '../../../memory/kinds.ts';
import type { Kernel } from '../kernel.ts';
import { EBUSY, EINVAL, ENOENT, ENOMEM } from '../machine/errno.ts';
import type { Call } from '../machine/pause.ts';
import type { Ptr } from '../machine/slab.ts';
import { Oops } from '../machine/splat.ts';
import { mutexLock } from '../machine/wait.ts';
import { queueWork, type WorkFunction } from '../machine/workqueue.ts';
import { tellSubscribers } from './kvm.ts';
import { getIfOwned, pasidGet, pasidPut } from './ioasid-set.ts';

/** drivers/iommu/intel/svm.c: a guest binds its page tables to a PASID of an assigned device (v5.8 to v5.17, and the series for sets). */

/** iommu_uapi_sva_bind_gpasid: asks for the owner of the PASID, and keeps a reference meanwhile. 0 or an error. */
export function guestBind(k: Kernel, mm: Ptr, endpoint: number, pasid: number): Call<number> {
  return ofOwner(k, mm, { endpoint, pasid }, bindGpasid);
}

/** iommu_uapi_sva_unbind_gpasid. 0 or an error. */
export function guestUnbind(k: Kernel, mm: Ptr, endpoint: number, pasid: number): Call<number> {
  return ofOwner(k, mm, { endpoint, pasid }, unbindGpasid);
}

function* ofOwner(
  k: Kernel,
  mm: Ptr,
  { endpoint, pasid }: { readonly endpoint: number; readonly pasid: number },
  act: typeof bindGpasid,
): Call<number> {
  k.machine.enters('vfio_iommu_handle_pgtbl_op');
  k.machine.enters('iommu_uapi_sva_bind_gpasid');
  if (k.switches.guestOwner === 'not-checked') return yield* act(k, endpoint, pasid);
  const ret = getIfOwned(k, pasid, mm);
  if (ret !== 0) return ret;
  const result = yield* act(k, endpoint, pasid);
  pasidPut(k, pasid);
  return result;
}

/** intel_svm_bind_gpasid: the first device takes a reference on the PASID, if free waits for it. */
function* bindGpasid(k: Kernel, endpoint: number, pasid: number): Call<number> {
  const { pasidMutex } = k.sets;
  yield* mutexLock(k, pasidMutex, 0, 'intel_svm_bind_gpasid');
  const ret = boundUnderMutex(k, endpoint, pasid);
  k.locks.unlock(pasidMutex, 0);
  return ret;
}

function boundUnderMutex(k: Kernel, endpoint: number, pasid: number): number {
  if (k.ioasid.rows[pasid]!.live === 0) return ENOENT;
  const found = svmOf(k, pasid);
  if (found !== 0 && hasEndpoint(k, found, endpoint)) return EBUSY;
  const svm = found === 0 ? newSvm(k, pasid) : found;
  if (svm < 0) return svm;
  const ret = addEndpoint(k, svm, endpoint);
  if (ret !== 0 && found === 0) undo(k, svm);
  return ret;
}

function newSvm(k: Kernel, pasid: number): number {
  const { svms } = k.sets;
  const ptr = svms.alloc();
  if (ptr === 0) return ENOMEM;
  const ret = k.switches.guestFree === 'pending' ? pasidGet(k, pasid) : 0;
  if (ret !== 0) {
    svms.free(ptr, 'intel_svm_bind_gpasid');
    return ret;
  }
  const svm = svms.at(ptr, 'intel_svm_bind_gpasid');
  svm.pasid = pasid;
  svm.mm = k.ioasid.rows[pasid]!.owner;
  k.sets.ids[pasid]!.svm = ptr;
  if (k.switches.guestDeviceSet === 'before-allocation') {
    k.machine.splat('null dereference', 'intel_svm_bind_gpasid', 'sdev->iommu');
    throw new Oops('intel_svm_bind_gpasid');
  }
  return ptr;
}

function addEndpoint(k: Kernel, ptr: Ptr, endpoint: number): number {
  if (k.machine.allocationFails('intel_svm_dev')) return ENOMEM;
  const svm = k.sets.svms.at(ptr, 'intel_svm_bind_gpasid');
  k.machine.enters('intel_pasid_setup_nested');
  const entry = nestedEntry(k, endpoint, svm.pasid);
  if (entry.mm !== 0) return EBUSY;
  entry.mm = svm.mm;
  if (svm.endpoints === 0) tellSubscribers(k, svm.pasid, true);
  svm.endpoints |= 1 << endpoint;
  return 0;
}

/** A bind that fails takes back what it did for the first device. */
function undo(k: Kernel, ptr: Ptr): void {
  const { pasid } = k.sets.svms.at(ptr, 'intel_svm_bind_gpasid');
  k.sets.ids[pasid]!.svm = 0;
  k.sets.svms.free(ptr, 'intel_svm_bind_gpasid');
  if (k.switches.guestFree === 'pending' && k.switches.guestBindUndo === 'all') pasidPut(k, pasid);
}

/** intel_svm_unbind_gpasid: clears the entry, drains, and with the last device drops the reference. 0 or an error. */
export function* unbindGpasid(k: Kernel, endpoint: number, pasid: number): Call<number> {
  const { pasidMutex } = k.sets;
  yield* mutexLock(k, pasidMutex, 0, 'intel_svm_unbind_gpasid');
  const ret = unboundUnderMutex(k, endpoint, pasid);
  k.locks.unlock(pasidMutex, 0);
  return ret;
}

function unboundUnderMutex(k: Kernel, endpoint: number, pasid: number): number {
  if (k.ioasid.rows[pasid]!.live === 0) return ENOENT;
  const ptr = svmOf(k, pasid);
  if (ptr === 0 || !hasEndpoint(k, ptr, endpoint)) return EINVAL;
  const svm = k.sets.svms.at(ptr, 'intel_svm_unbind_gpasid');
  clearEndpoint(k, ptr, endpoint);
  if (svm.endpoints === 0) endSvm(k, ptr);
  return 0;
}

/** The entry of one device is cleared, and its page requests are drained. */
function clearEndpoint(k: Kernel, ptr: Ptr, endpoint: number): void {
  const svm = k.sets.svms.at(ptr, 'intel_svm_unbind_gpasid');
  k.machine.enters('intel_pasid_tear_down_entry');
  nestedEntry(k, endpoint, svm.pasid).mm = 0;
  svm.endpoints &= ~(1 << endpoint);
  k.machine.mightSleep('intel_svm_drain_prq');
}

function endSvm(k: Kernel, ptr: Ptr): void {
  const { pasid } = k.sets.svms.at(ptr, 'intel_svm_unbind_gpasid');
  const id = k.sets.ids[pasid]!;
  if (id.svm === ptr) {
    tellSubscribers(k, pasid, false);
    id.svm = 0;
  }
  k.sets.svms.free(ptr, 'intel_svm_unbind_gpasid');
  if (k.switches.guestFree === 'pending') pasidPut(k, pasid);
}

/** The subscriber of VT-d to the end of a PASID: it cleans up inside, or queues the work for it. */
export function pasidIsFreed(k: Kernel, pasid: number): void {
  const ptr = svmOf(k, pasid);
  if (ptr === 0) return;
  tellSubscribers(k, pasid, false);
  if (k.switches.guestFree === 'cleaned-inside') {
    cleanUpInside(k, ptr);
    return;
  }
  const svm = k.sets.svms.at(ptr, 'pasid_status_change');
  if (svm.queued !== 0) return;
  svm.queued = 1;
  k.machine.enters('ioasid_queue_work');
  queueWork(k, guestCleanUp, ptr);
}

/**
 * Version 1 takes pasid_mutex here, where the caller holds the mutex of the allocator. Nobody else can hold it now: binds of guests
 * are not suspended while they do.
 */
function cleanUpInside(k: Kernel, ptr: Ptr): void {
  const { ids, pasidMutex, svms } = k.sets;
  k.machine.mightSleep('pasid_status_change');
  k.locks.take(pasidMutex, 'pasid_status_change');
  clearAll(k, ptr);
  ids[svms.at(ptr, 'pasid_status_change').pasid]!.svm = 0;
  svms.free(ptr, 'pasid_status_change');
  k.locks.unlock(pasidMutex, 0);
}

/** The work of a PASID that was freed while bound. */
export const guestCleanUp: WorkFunction = {
  argument: ['guestSvm', pointerTo('intel_svm (guest)')],
  run: runCleanUp,
};

function* runCleanUp(k: Kernel, ptr: Ptr): Call<number> {
  const { pasidMutex } = k.sets;
  yield* mutexLock(k, pasidMutex, 0, 'intel_svm_free_async_fn');
  cleanUp(k, ptr);
  k.locks.unlock(pasidMutex, 0);
  return 0;
}

function cleanUp(k: Kernel, ptr: Ptr): void {
  if (!k.sets.svms.isLive(ptr)) return;
  const isUnderLock = k.switches.guestCleanDrains === 'under-spinlock';
  if (isUnderLock) k.machine.beginAtomic();
  clearAll(k, ptr);
  if (isUnderLock) k.machine.endAtomic();
  endSvm(k, ptr);
}

function clearAll(k: Kernel, ptr: Ptr): void {
  for (let e = 0; e < k.sets.endpoints; e++) if (hasEndpoint(k, ptr, e)) clearEndpoint(k, ptr, e);
}

/** The svm of a PASID, from its private data; 0 if there is none. That of an earlier life of the PASID went with it. */
export function svmOf(k: Kernel, pasid: number): Ptr {
  k.machine.enters('ioasid_find');
  return k.sets.ids[pasid]!.svm;
}

function hasEndpoint(k: Kernel, ptr: Ptr, endpoint: number): boolean {
  return (k.sets.svms.at(ptr, 'intel_svm_unbind_gpasid').endpoints & (1 << endpoint)) !== 0;
}

export function nestedEntry(k: Kernel, endpoint: number, pasid: number) {
  return k.sets.tables[endpoint * k.ioasid.rows.length + pasid]!;
}
