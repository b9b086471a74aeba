import { ioasidAlloc, ioasidGet, ioasidPut } from '../ioasid/ioasid.ts';
import type { Kernel } from '../kernel.ts';
import { ENOMEM } from '../machine/errno.ts';
import type { Ptr } from '../machine/slab.ts';
import { NO_PASID, pasidValid } from '../mm/pasid.ts';

/** drivers/iommu/iommu-sva-lib.c: the PASID of a bound mm. */

/** iommu_sva_alloc_pasid: the PASID that the mm has, or a new one. Returns 0 or an error. */
export function iommuSvaAllocPasid(k: Kernel, ptr: Ptr): number {
  const mm = k.mms.at(ptr, 'iommu_sva_alloc_pasid');
  if (pasidValid(mm.pasid) && k.switches.bondPasid === 'of-mm') {
    if (k.switches.pasidFreeAt === 'last-unbind') ioasidGet(k, mm.pasid);
    return 0;
  }
  const pasid = ioasidAlloc(k, mm.id);
  if (k.switches.allocFailure === 'invalid-ioasid') {
    // One invalid value stands for every cause, so the caller has to pick an errno.
    if (pasid < 0) return ENOMEM;
    mm.pasid = pasid;
    return 0;
  }
  const ret = pasid;
  const min = 1;
  const isError = k.switches.idaCompare === 'signed' ? ret < min : ret >>> 0 < min;
  if (isError) return ret;
  mm.pasid = ret;
  return 0;
}

/** iommu_sva_free_pasid (v5.11 to v5.17): a bond that is freed drops its reference. */
export function iommuSvaFreePasid(k: Kernel, ptr: Ptr): void {
  const mm = k.mms.at(ptr, 'iommu_sva_free_pasid');
  if (ioasidPut(k, mm.pasid)) mm.pasid = NO_PASID;
}
