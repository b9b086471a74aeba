import type { Kernel } from '../../kernel.ts';
import { ENOMEM } from '../../machine/errno.ts';
import type { Call } from '../../machine/pause.ts';
import type { Ptr } from '../../machine/slab.ts';
import { mmuNotifierRegister, mmuNotifierUnregister } from '../../mm/mmu-notifier.ts';
import { iommuSvaAllocPasid } from '../pasid.ts';
import { addSdev, findSdev } from './sdev.ts';
import { freeUnused } from './svm-end.ts';
import { putPasidOfBind } from './svm-pasid.ts';

/** drivers/iommu/intel/svm.c, v5.14: bonds whose PASID is that of their mm. */

/** v5.14: the PASID of the mm comes first; a bind that fails drops it again. */
export function* bindPasidOfMm(k: Kernel, device: number, mm: Ptr): Call<number> {
  k.machine.enters('intel_svm_alloc_pasid');
  const ret = iommuSvaAllocPasid(k, mm);
  if (ret !== 0) return ret;
  const bond = yield* bindMm(k, device, mm);
  if (bond < 0) putPasidOfBind(k, mm);
  return bond;
}

/** intel_svm_bind_mm: the svm of the mm, which is made for its first device, gets the device. */
function* bindMm(k: Kernel, device: number, mm: Ptr): Call<number> {
  const { pasid } = k.mms.at(mm, 'intel_svm_bind_mm');
  const svm = k.intel.private[pasid]!.svm || (yield* newSvm(k, device, mm));
  if (svm <= 0) return ENOMEM;
  const found = findSdev(k, svm, device, 'intel_svm_bind_mm');
  if (found !== 0) {
    k.intel.sdevs.at(found, 'intel_svm_bind_mm').refs++;
    return found;
  }
  const ptr = k.intel.sdevs.alloc();
  const ret = ptr === 0 ? ENOMEM : yield* addSdev(k, ptr, svm, device);
  if (ret === 0) return ptr;
  if (ptr !== 0) k.intel.sdevs.free(ptr, 'intel_svm_bind_mm');
  yield* freeUnused(k, svm);
  return ret;
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
