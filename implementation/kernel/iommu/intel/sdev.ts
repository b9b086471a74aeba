import type { Kernel } from '../../kernel.ts';
import type { Call } from '../../machine/pause.ts';
import type { Ptr } from '../../machine/slab.ts';
import { point } from '../../machine/wait.ts';
import { loadPasid } from '../../process/enqcmd/load-pasid.ts';
import { setUpEntry } from './pasid-table.ts';
import { intelPoints } from './points.ts';

/** The rest of a bind: the device gets its entry, and then enters the list of its svm. 0 or an error. */
export function* addSdev(k: Kernel, ptr: Ptr, svm: Ptr, device: number): Call<number> {
  const { mm, pasid } = k.intel.svms.at(svm, 'intel_svm_bind_mm');
  const s = k.intel.sdevs.at(ptr, 'intel_svm_bind_mm');
  Object.assign(s, { svm, device, mm, pasid, refs: 1 });
  const ret = setUpEntry(k, device, pasid, k.mms.at(mm, 'intel_svm_bind_mm').id);
  if (ret !== 0) return ret;
  yield* point(k, intelPoints.bindRegistered);
  s.listed = 1;
  loadPasid(k, mm);
  return 0;
}

/** The record of a device in the list of a svm; 0 if it is not there. */
export function findSdev(k: Kernel, svm: Ptr, device: number, where: string): Ptr {
  k.intel.svms.at(svm, where);
  for (const s of k.intel.sdevs.rows)
    if (s.live !== 0 && s.listed !== 0 && s.svm === svm && s.device === device)
      return k.intel.sdevs.pointer(s);
  return 0;
}
