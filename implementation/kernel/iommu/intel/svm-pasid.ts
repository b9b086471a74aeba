import { ioasidAlloc, ioasidFree } from '../../ioasid/ioasid.ts';
import type { Kernel } from '../../kernel.ts';
import { ENOSPC } from '../../machine/errno.ts';
import type { Ptr } from '../../machine/slab.ts';
import { noPasid, pasidValid } from '../../mm/pasid.ts';
import { iommuSvaFreePasid } from '../pasid.ts';

/** drivers/iommu/intel/svm.c: who allocates the PASID of a bond, and who frees it. */

/**
 * Up to v5.13 the PASID of a new svm: the lowest free one, whose data is the svm at once. In the first version of the ENQCMD series
 * (alloc_pasid) the one in the context of the mm, if it has one. ENOSPC stands for every cause. If it is compared as a number without a
 * sign, the errno is taken for a PASID.
 */
export function takePasid(k: Kernel, svm: Ptr, mm: Ptr, isPrivate: boolean): number {
  const owner = k.mms.at(mm, 'intel_svm_bind_mm');
  if (isOfContext(k)) k.machine.enters('alloc_pasid');
  const isKept = isOfContext(k) && !isPrivate && pasidValid(owner.pasid);
  const pasid = isKept ? owner.pasid : ioasidAlloc(k, owner.id);
  if (pasid < 0) return k.switches.svmPasidCompare === 'signed' ? ENOSPC : ENOSPC >>> 0;
  k.intel.private[pasid]!.svm = svm;
  return pasid;
}

/** A bind fails after it has taken a PASID: one that is new is freed, and so is its data. One of the context keeps its data, or not. */
export function undoPasid(k: Kernel, pasid: number, mm: Ptr): void {
  const data = k.intel.private[pasid];
  if (data === undefined) return;
  const isNew = !isOfContext(k) || k.mms.at(mm, 'intel_svm_bind_mm').pasid !== pasid;
  if (isNew || k.switches.svmPasidData === 'reset') data.svm = 0;
  if (isNew) ioasidFree(k, pasid);
}

function isOfContext({ switches }: Kernel): boolean {
  return switches.svmPasid === 'of-context';
}

/** The last unbind of a svm: its PASID has no data any more, and is free if it belonged to the svm: always, or because it was private. */
export function freePasidOfSvm(k: Kernel, svm: Ptr): void {
  const { pasid, private: isPrivate } = k.intel.svms.at(svm, 'intel_svm_unbind_mm');
  const { svmPasid, svmPrivatePasid } = k.switches;
  k.intel.private[pasid]!.svm = 0;
  if (svmPasid === 'of-svm' || (isPrivate !== 0 && svmPrivatePasid === 'freed'))
    ioasidFree(k, pasid);
}

/** Bonds that count the PASID of their mm (v5.14 to v5.17); later the mm keeps it. */
export function isCounted({ switches }: Kernel): boolean {
  return switches.svmPasid === 'of-mm' && switches.pasidFreeAt === 'last-unbind';
}

/** intel_svm_free_pasid, of a bind that failed. */
export function putPasidOfBind(k: Kernel, mm: Ptr): void {
  if (isCounted(k)) freePasid(k, mm);
}

/** The same in the last unbind of a svm, before its notifier goes: only there in the first release candidates of v5.14. */
export function putPasidOfSvm(k: Kernel, svm: Ptr): void {
  const { mm, private: isPrivate } = k.intel.svms.at(svm, 'intel_svm_unbind_mm');
  const isThere = k.switches.svmPasidPut === 'by-end-of-svm';
  if (isThere && isCounted(k) && isPrivate === 0) freePasid(k, mm);
}

/**
 * The same at the end of each unbind, when a svm without devices has gone, and its hold on the mm with it. In v5.14 load_pasid has then
 * set the PASID of the mm to 0, and the reference of PASID 0 is dropped, which only logs an error. Bonds count the PASID.
 *
 * @param hasEnded - whether the svm has gone
 */
export function putPasidOfUnbind(k: Kernel, mm: Ptr, hasEnded: boolean): void {
  const { svmPasidPut } = k.switches;
  if (svmPasidPut === 'by-end-of-svm') return;
  if (svmPasidPut === 'after-mm-forgot' && hasEnded) k.mms.at(mm, 'load_pasid').pasid = noPasid(k);
  else freePasid(k, mm);
}

function freePasid(k: Kernel, mm: Ptr): void {
  k.machine.enters('intel_svm_free_pasid');
  iommuSvaFreePasid(k, mm);
}
