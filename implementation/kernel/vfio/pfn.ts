import type { Kernel } from '../kernel.ts';
import { EFAULT, ENOMEM } from '../machine/errno.ts';
import type { Call } from '../machine/pause.ts';
import type { Ptr } from '../machine/slab.ts';
import { mutexLock } from '../machine/wait.ts';
import { getPin, isReserved, type Pfn, pfnAt, reservedPfn } from '../mm/page.ts';
import { framed, type VfioPfn } from './tables.ts';

/** vfio_iommu_type1.c: finds and pins the pages of a program. */

/** The value of an unset variable for a frame: frame 0, which is reserved. */
const NO_FRAME = reservedPfn(40);

/**
 * vaddr_get_pfn: faults the page in and takes a reference, unless it is reserved. A frame, or an error. For a reserved page
 * get_user_pages fails before it would need memory, and the frame is that of the area.
 */
export function* vaddrGetPfn(k: Kernel, mm: Ptr, address: number): Call<Pfn> {
  const { index } = k.mms.at(mm, 'vaddr_get_pfn');
  yield* mutexLock(k, k.mmapLock, index, 'vaddr_get_pfn');
  const pfn = pfnAt(k, index, address);
  const nothing = pfn !== 0 && !isReserved(pfn) && k.machine.allocationFails('get_user_pages');
  k.locks.unlock(k.mmapLock, index);
  if (nothing) return withoutPage(k);
  if (pfn === 0) return EFAULT;
  getPin(k, pfn, 'get_user_pages');
  return pfn;
}

/**
 * The next page of the call that has found the one before it, under the same mmap_lock. 0 if that call ends before it, because it
 * is not there, has no struct page, or there is no memory for it: the call answers how many pages it has found.
 */
export function nextOfCall(k: Kernel, mm: Ptr, address: number): Pfn {
  const pfn = pfnAt(k, k.mms.at(mm, 'vaddr_get_pfn').index, address);
  if (pfn === 0 || isReserved(pfn) || k.machine.allocationFails('get_user_pages')) return 0;
  getPin(k, pfn, 'get_user_pages');
  return pfn;
}

/** What get_user_pages could not give for want of memory. */
function withoutPage({ switches }: Kernel): Pfn {
  if (switches.gupNothing === 'success') return NO_FRAME;
  return switches.gupNothing === 'EFAULT' ? EFAULT : ENOMEM;
}

export function isError(pfn: Pfn): boolean {
  return pfn < 0 && !isReserved(pfn);
}

/** vfio_find_pfn of v9: in the list of the container, by frame. */
export function vpfnOfFrame(k: Kernel, iommu: Ptr, pfn: Pfn): VfioPfn | undefined {
  const { external } = k.vfio.iommus.at(iommu, 'vfio_find_pfn');
  if (external === 0) return undefined;
  return k.vfio.pfns.rows.find((p) => p.live !== 0 && p.domain === external && framed(p) === pfn);
}
