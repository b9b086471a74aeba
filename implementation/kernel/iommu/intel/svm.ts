import type { Kernel } from '../../kernel.ts';
import { ENOMEM } from '../../machine/errno.ts';
import type { Call } from '../../machine/pause.ts';
import type { Ptr } from '../../machine/slab.ts';
import { mutexLock, point } from '../../machine/wait.ts';
import {
  type MmuNotifierOps,
  mmuNotifierRegister,
  mmuNotifierUnregister,
} from '../../mm/mmu-notifier.ts';
import { loadPasid, unloadPasid } from '../../process/enqcmd/load-pasid.ts';
import { iommuSvaAllocPasid, iommuSvaFreePasid } from '../pasid.ts';
import { drainPrq } from './drain.ts';
import { setUpEntry, tearDownEntry } from './pasid-table.ts';
import { intelPoints } from './points.ts';
import { findSdev } from './prq.ts';

/** drivers/iommu/intel/svm.c: bonds. All of it runs under pasid_mutex. */

/** intel_svm_bind: a bond, or an error. */
export function* intelSvmBind(k: Kernel, device: number, mm: Ptr): Call<number> {
  yield* mutexLock(k, k.intel.pasidMutex, 0, 'intel_svm_bind');
  const ret = iommuSvaAllocPasid(k, mm);
  const bond = ret === 0 ? yield* bindMm(k, device, mm) : ret;
  k.locks.unlock(k.intel.pasidMutex, 0);
  return bond;
}

/** intel_svm_bind_mm: the svm of the mm, which is made for its first device, gets the device. */
function* bindMm(k: Kernel, device: number, mm: Ptr): Call<number> {
  const { pasid } = k.mms.at(mm, 'intel_svm_bind_mm');
  const svm = k.intel.private[pasid]!.svm || (yield* newSvm(k, device, mm));
  if (svm <= 0) return ENOMEM;
  const found = findSdev(k, svm, device);
  if (found !== 0) {
    k.intel.sdevs.at(found, 'intel_svm_bind_mm').refs++;
    return found;
  }
  const ptr = k.intel.sdevs.alloc();
  if (ptr === 0) {
    yield* freeUnused(k, svm);
    return ENOMEM;
  }
  const s = k.intel.sdevs.at(ptr, 'intel_svm_bind_mm');
  s.svm = svm;
  s.device = device;
  s.mm = mm;
  s.pasid = pasid;
  s.refs = 1;
  setUpEntry(k, device, pasid, k.mms.at(mm, 'intel_svm_bind_mm').id);
  yield* point(k, intelPoints.bindRegistered);
  s.listed = 1;
  loadPasid(k, mm);
  return ptr;
}

/** A svm with its notifier, in the array of PASIDs. 0: no memory. */
function* newSvm(k: Kernel, device: number, mm: Ptr): Call<number> {
  const svm = k.intel.svms.alloc();
  if (svm === 0) return 0;
  const { pasid } = k.mms.at(mm, 'intel_svm_bind_mm');
  Object.assign(k.intel.svms.at(svm, 'intel_svm_bind_mm'), { pasid, device });
  if (!(yield* mmuNotifierRegister(k, k.intel.mmuNotifiers, svm, mm))) {
    k.intel.svms.free(svm, 'intel_svm_bind_mm');
    return 0;
  }
  if (k.machine.allocationFails('pasid_private')) {
    yield* mmuNotifierUnregister(k, k.intel.mmuNotifiers, svm);
    k.intel.svms.free(svm, 'intel_svm_bind_mm');
    return 0;
  }
  k.intel.private[pasid]!.svm = svm;
  return svm;
}

/** intel_svm_unbind: one bind less. The last one of a device ends its bond. */
export function* intelSvmUnbind(k: Kernel, ptr: Ptr): Call<void> {
  yield* mutexLock(k, k.intel.pasidMutex, 0, 'intel_svm_unbind');
  const s = k.intel.sdevs.at(ptr, 'intel_svm_unbind_mm');
  const { mm, svm } = s;
  if (--s.refs === 0) yield* unbindDevice(k, ptr);
  // Each bind holds the PASID; the last one drops it with the svm.
  if (k.switches.pasidFreeAt === 'last-unbind' && k.intel.svms.isLive(svm))
    iommuSvaFreePasid(k, mm);
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
  yield* tearDownEntry(k, device, pasid, false);
  yield* point(k, intelPoints.tornDown);
  if (k.switches.prqDrain !== 'nowhere') yield* drainPrq(k, device, pasid, true);
  yield* point(k, intelPoints.drained);
  k.intel.sdevs.free(ptr, 'intel_svm_unbind_mm');
  yield* freeUnused(k, svm);
}

/** A svm without devices goes, with its notifier. */
function* freeUnused(k: Kernel, svm: Ptr): Call<void> {
  const { sdevs, svms } = k.intel;
  if (sdevs.rows.some((s) => s.live !== 0 && s.svm === svm)) return;
  const { pasid, mm } = svms.at(svm, 'intel_svm_unbind_mm');
  if (k.switches.pasidFreeAt === 'last-unbind') yield* unloadPasid(k, mm, iommuSvaFreePasid);
  yield* mmuNotifierUnregister(k, k.intel.mmuNotifiers, svm);
  k.intel.private[pasid]!.svm = 0;
  svms.free(svm, 'intel_svm_unbind_mm');
}

/**
 * intel_mm_release, in exit_mmap: a device may still be at work for the mm, so its entry is torn down in such a way that no fault is
 * reported. It is in an RCU read-side section, and the bond stays.
 */
function* intelMmRelease(k: Kernel, svm: Ptr): Call<void> {
  const { pasid } = k.intel.svms.at(svm, 'intel_mm_release');
  const { cpu } = k.machine;
  cpu.atomic++;
  for (const s of k.intel.sdevs.rows) {
    if (s.live === 0 || s.listed === 0 || s.svm !== svm) continue;
    yield* tearDownEntry(k, s.device, pasid, k.switches.entryAtRelease === 'faults-ignored');
    if (k.switches.prqDrain === 'also-in-release') yield* drainPrq(k, s.device, pasid, false);
  }
  cpu.atomic--;
}

/** intel_mmuops */
export const intelMmuNotifierOps: MmuNotifierOps = {
  release: intelMmRelease,
  /** Memory that is unmapped here is none that a device uses. */
  *invalidateRange() {},
  freeNotifier: () => undefined,
};
