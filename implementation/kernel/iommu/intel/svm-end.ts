import type { Kernel } from '../../kernel.ts';
import type { Call } from '../../machine/pause.ts';
import type { Ptr } from '../../machine/slab.ts';
import { mmput } from '../../mm/mm.ts';
import { mmuNotifierUnregister } from '../../mm/mmu-notifier.ts';
import { freePasidOfSvm, putPasidOfSvm } from './svm-pasid.ts';

/** A svm without devices goes, with its notifier. v4.4 then drops its reference on mm_users, still under pasid_mutex. */
export function* freeUnused(k: Kernel, svm: Ptr): Call<void> {
  const { sdevs, svms } = k.intel;
  if (sdevs.rows.some((s) => s.live !== 0 && s.svm === svm)) return;
  const { mm, private: isPrivate } = svms.at(svm, 'intel_svm_unbind_mm');
  if (isPrivate === 0) putPasidOfSvm(k, mm);
  freePasidOfSvm(k, svm);
  yield* mmuNotifierUnregister(k, k.intel.mmuNotifiers, svm);
  svms.free(svm, 'intel_svm_unbind_mm');
  if (k.switches.svmHolds === 'mm-users') yield* mmput(k, mm);
}
