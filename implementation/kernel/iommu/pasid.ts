import { ioasidAlloc, ioasidGet, ioasidPut } from '../ioasid/ioasid.ts';
import type { Kernel } from '../kernel.ts';
import { ENOMEM, EOVERFLOW } from '../machine/errno.ts';
import type { Ptr } from '../machine/slab.ts';
import { noPasid, pasidValid } from '../mm/pasid.ts';
import { iommuOps } from './iommu-ops.ts';

/** drivers/iommu/iommu-sva-lib.c: the PASID of a bound mm. */

/**
 * iommu_sva_alloc_pasid: the PASID that the mm has, if the device can use it, or a new one from 1 up to the device’s largest.
 * Returns 0 or an error.
 */
export function iommuSvaAllocPasid(k: Kernel, ptr: Ptr): number {
  const { pasid } = k.mms.at(ptr, 'iommu_sva_alloc_pasid');
  const has = pasidValid(pasid) && k.switches.bondPasid === 'of-mm';
  return has && !isInRange(k, pasid) ? EOVERFLOW : holdPasid(k, ptr);
}

/** Whether the device can use this PASID; the largest is also its last table entry. */
function isInRange(k: Kernel, pasid: number): boolean {
  const max = iommuOps(k).maxPasid(k);
  return k.switches.pasidRange === 'up-to-max' ? pasid <= max : pasid < max;
}

/** The same without the check of the range: the caller has made it. */
export function holdPasid(k: Kernel, ptr: Ptr): number {
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
  if (ioasidPut(k, mm.pasid)) mm.pasid = noPasid(k);
}
