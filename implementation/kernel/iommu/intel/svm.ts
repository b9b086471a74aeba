import type { Kernel } from '../../kernel.ts';
import type { Call } from '../../machine/pause.ts';
import type { Ptr } from '../../machine/slab.ts';
import { mutexLock, point } from '../../machine/wait.ts';
import { mmdrop, mmgrab } from '../../mm/mm.ts';
import type { MmuNotifierOps } from '../../mm/mmu-notifier.ts';
import { bindPasidOfMm } from './bind.ts';
import { bindPasidOfSvm } from './bind-own.ts';
import { endGroups } from './device.ts';
import { unloadPasid } from '../../process/enqcmd/load-pasid.ts';
import { drainPrq } from './drain.ts';
import { clearEntry, flushEntry, tearDownEntry } from './pasid-table.ts';
import { intelPoints } from './points.ts';
import { isCounted, putPasidOfSvm, putPasidOfUnbind } from './svm-pasid.ts';
import { freeUnused, isUnused } from './svm-end.ts';

/** drivers/iommu/intel/svm.c: bonds. All of it runs under pasid_mutex. */

/** intel_svm_bind: a bond, or an error. */
export function* intelSvmBind(k: Kernel, device: number, mm: Ptr, isPrivate = false): Call<number> {
  yield* mutexLock(k, k.intel.pasidMutex, 0, 'intel_svm_bind');
  const isOfMm = k.switches.svmPasid === 'of-mm' && !isPrivate;
  const bond = isOfMm
    ? yield* bindPasidOfMm(k, device, mm)
    : yield* bindPasidOfSvm(k, device, mm, isPrivate);
  k.locks.unlock(k.intel.pasidMutex, 0);
  return bond;
}

/** intel_svm_unbind: one bind less. The last one of a device ends its bond. */
export function* intelSvmUnbind(k: Kernel, ptr: Ptr): Call<void> {
  yield* mutexLock(k, k.intel.pasidMutex, 0, 'intel_svm_unbind');
  const s = k.intel.sdevs.at(ptr, 'intel_svm_unbind_mm');
  const { mm, svm } = s;
  const isOfMm = isCounted(k) && k.intel.svms.at(svm, 'intel_svm_unbind_mm').private === 0;
  const holdsMm = isOfMm && k.switches.unbindHoldsMm === 'held';
  if (holdsMm) mmgrab(k, mm);
  if (--s.refs === 0) yield* unbindDevice(k, ptr);
  const hasEnded = !k.intel.svms.isLive(svm);
  if (isOfMm && !hasEnded) putPasidOfUnbind(k, mm, false);
  else if (isOfMm) yield* unloadPasid(k, mm, () => putPasidOfUnbind(k, mm, true));
  if (holdsMm) mmdrop(k, mm);
  k.locks.unlock(k.intel.pasidMutex, 0);
}

/** intel_svm_remove_dev_pasid (v6.2): a device of the group drops the mm. */
export function* intelSvmRemoveDevPasid(k: Kernel, device: number, mm: Ptr): Call<void> {
  const ptr = sdevOf(k, device, mm);
  if (ptr !== 0) yield* intelSvmUnbind(k, ptr);
}

/** iommu_get_domain_for_dev_pasid: the sdev of the device that asked first; 0 if the mm is attached to none of these. */
export function domainOf(k: Kernel, devices: readonly number[], mm: Ptr): Ptr {
  for (const device of devices) {
    const ptr = sdevOf(k, device, mm);
    if (ptr === 0) continue;
    const { svm } = k.intel.sdevs.at(ptr, 'iommu_get_domain_for_dev_pasid');
    return sdevOf(k, k.intel.svms.at(svm, 'iommu_get_domain_for_dev_pasid').device, mm);
  }
  return 0;
}

function sdevOf(k: Kernel, device: number, mm: Ptr): Ptr {
  const { sdevs } = k.intel;
  const found = sdevs.rows.find(
    (s) => s.live !== 0 && s.listed !== 0 && s.device === device && s.mm === mm,
  );
  return found === undefined ? 0 : sdevs.pointer(found);
}

/** The end of intel_svm_unbind_mm. The device leaves the list first, so that no request finds it any more. */
function* unbindDevice(k: Kernel, ptr: Ptr): Call<void> {
  const s = k.intel.sdevs.at(ptr, 'intel_svm_unbind_mm');
  const { device, pasid, svm } = s;
  s.listed = 0;
  const { prqDrain } = k.switches;
  if (prqDrain === 'before-clear') yield* drainPrq(k, device, pasid, true);
  if (k.switches.pasidTables === 'of-unit') flushEntry(k, device, pasid);
  else yield* tearDownEntry(k, device, pasid, false);
  yield* point(k, intelPoints.tornDown);
  if (prqDrain !== 'nowhere' && prqDrain !== 'before-clear')
    yield* drainPrq(k, device, pasid, true);
  yield* point(k, intelPoints.drained);
  endGroups(k, device, pasid);
  k.intel.sdevs.free(ptr, 'intel_svm_unbind_mm');
  if (isUnused(k, svm)) putPasidOfSvm(k, svm);
  yield* freeUnused(k, svm);
}

/**
 * intel_mm_release, in exit_mmap: a device may still be at work for the mm, so its entry is torn down in such a way that no fault is
 * reported. It is in an RCU read-side section, and the bond stays.
 */
function* intelMmRelease(k: Kernel, svm: Ptr): Call<void> {
  const { pasid } = k.intel.svms.at(svm, 'intel_mm_release');
  if (k.switches.pasidTables === 'of-unit') clearEntry(k, pasid);
  k.machine.beginAtomic();
  for (const s of k.intel.sdevs.rows) {
    if (s.live === 0 || s.listed === 0 || s.svm !== svm) continue;
    yield* tearDownEntry(k, s.device, pasid, k.switches.entryAtRelease === 'faults-ignored');
    if (k.switches.prqDrain === 'also-in-release') yield* drainPrq(k, s.device, pasid, false);
  }
  k.machine.endAtomic();
}

/** intel_mmuops */
export const intelMmuNotifierOps: MmuNotifierOps = {
  release: intelMmRelease,
  /** Memory that is unmapped here is none that a device uses. */
  *invalidateRange() {},
  freeNotifier: () => undefined,
};
