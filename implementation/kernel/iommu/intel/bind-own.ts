import type { Kernel } from '../../kernel.ts';
import { ENOMEM } from '../../machine/errno.ts';
import type { Call } from '../../machine/pause.ts';
import type { Ptr } from '../../machine/slab.ts';
import { mmget, mmput } from '../../mm/mm.ts';
import { mmuNotifierRegister, mmuNotifierUnregister } from '../../mm/mmu-notifier.ts';
import { addSdev, findSdev } from './sdev.ts';
import { takePasid, undoPasid } from './svm-pasid.ts';

/** drivers/iommu/intel-svm.c, v4.4 to v5.13: bonds whose PASID is allocated for their svm. */

/**
 * intel_svm_bind_mm: the svm of the mm is found in the list of all, or made. A bond, an error, or 0: success without a bond, where the
 * first version of the ENQCMD series forgets the error.
 */
export function* bindPasidOfSvm(
  k: Kernel,
  device: number,
  mm: Ptr,
  isPrivate: boolean,
): Call<number> {
  const known = isPrivate ? 0 : svmOf(k, mm);
  const found = known === 0 ? 0 : findSdev(k, known, device, 'intel_svm_bind_mm');
  if (found !== 0) {
    k.intel.sdevs.at(found, 'intel_svm_bind_mm').refs++;
    return found;
  }
  const ptr = k.intel.sdevs.alloc();
  if (ptr === 0) return ENOMEM;
  const svm = known === 0 ? yield* newSvm(k, device, mm, ptr, isPrivate) : known;
  if (svm <= 0) return svm;
  const ret = yield* addSdev(k, ptr, svm, device);
  if (ret !== 0) {
    k.intel.sdevs.free(ptr, 'intel_svm_bind_mm');
    if (known === 0) yield* undoSvm(k, svm);
    return ret;
  }
  const owner = k.mms.at(mm, 'intel_svm_bind_mm');
  if (k.switches.svmPasid === 'of-context' && !isPrivate)
    owner.pasid = k.intel.svms.at(svm, 'intel_svm_bind_mm').pasid;
  return ptr;
}

/** In the list of all bound mms; a private one is for its first bind alone. */
function svmOf({ intel: { svms } }: Kernel, mm: Ptr): Ptr {
  const found = svms.rows.find((s) => s.live !== 0 && s.private === 0 && s.mm === mm);
  return found === undefined ? 0 : svms.pointer(found);
}

/** A svm with its PASID and its notifier. If it cannot be made, what was allocated goes, the device’s record with it. */
function* newSvm(k: Kernel, device: number, mm: Ptr, sdev: Ptr, isPrivate: boolean): Call<number> {
  const { sdevs, svms } = k.intel;
  const svm = svms.alloc();
  if (svm === 0) {
    sdevs.free(sdev, 'intel_svm_bind_mm');
    return ENOMEM;
  }
  const pasid = takePasid(k, svm, mm, isPrivate);
  if (pasid < 0) {
    svms.free(svm, 'intel_svm_bind_mm');
    if (k.switches.svmUnwind === 'all') sdevs.free(sdev, 'intel_svm_bind_mm');
    return k.switches.svmNoPasid === 'error' ? pasid : 0;
  }
  Object.assign(svms.at(svm, 'intel_svm_bind_mm'), {
    pasid,
    device,
    private: isPrivate ? 1 : 0,
  });
  if (k.switches.svmHolds === 'mm-users') mmget(k, mm);
  if (yield* mmuNotifierRegister(k, k.intel.mmuNotifiers, svm, mm)) return svm;
  if (k.switches.svmHolds === 'mm-users') yield* mmput(k, mm);
  undoPasid(k, pasid, mm);
  svms.free(svm, 'intel_svm_bind_mm');
  sdevs.free(sdev, 'intel_svm_bind_mm');
  return ENOMEM;
}

/** The entry of its first device could not be set up. */
function* undoSvm(k: Kernel, svm: Ptr): Call<void> {
  const { mm, pasid } = k.intel.svms.at(svm, 'intel_svm_bind_mm');
  yield* mmuNotifierUnregister(k, k.intel.mmuNotifiers, svm);
  undoPasid(k, pasid, mm);
  k.intel.svms.free(svm, 'intel_svm_bind_mm');
  if (k.switches.svmHolds === 'mm-users') yield* mmput(k, mm);
}
