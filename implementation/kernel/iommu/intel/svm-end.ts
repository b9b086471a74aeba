import type { Kernel } from '../../kernel.ts';
import type { Call } from '../../machine/pause.ts';
import type { Ptr } from '../../machine/slab.ts';
import { mmput } from '../../mm/mm.ts';
import { mmuNotifierUnregister } from '../../mm/mmu-notifier.ts';
import { freePasidOfSvm } from './svm-pasid.ts';

/** A svm without devices goes, with its notifier. v4.4 then drops its reference on mm_users, still under pasid_mutex. */
export function* freeUnused(k: Kernel, svm: Ptr): Call<void> {
  const { svms } = k.intel;
  if (!isUnused(k, svm)) return;
  const { mm } = svms.at(svm, 'intel_svm_unbind_mm');
  freePasidOfSvm(k, svm);
  yield* mmuNotifierUnregister(k, k.intel.mmuNotifiers, svm);
  svms.free(svm, 'intel_svm_unbind_mm');
  if (k.switches.svmHolds === 'mm-users') yield* mmput(k, mm);
}

/** Whether a svm has no device. */
export function isUnused({ intel }: Kernel, svm: Ptr): boolean {
  return !intel.sdevs.rows.some((s) => s.live !== 0 && s.svm === svm);
}
