import { hasPortals } from '../../../model/enqcmd/bounds.ts';
import { ioasidFree, ioasidGet } from '../ioasid/ioasid.ts';
import type { Kernel } from '../kernel.ts';
import type { Ptr } from '../machine/slab.ts';

/** include/linux/sched/mm.h: the PASID of an address space. */

/** INVALID_IOASID */
export const NO_PASID = -1;

/** mm->pasid when the mm has none: INVALID_IOASID since v5.18, 0 before, while bonds counted the PASID. */
export function noPasid({ switches }: Kernel): number {
  return switches.pasidFreeAt === 'last-unbind' ? 0 : NO_PASID;
}

export function pasidValid(pasid: number): boolean {
  return pasid !== NO_PASID && pasid !== 0;
}

/** mm_pasid_drop (v5.18), or __free_pasid of the ENQCMD series: the mm's PASID returns to the allocator. The CPU of a world with portals has ENQCMD. */
export function mmPasidDrop(k: Kernel, ptr: Ptr): void {
  const mm = k.mms.at(ptr, 'mm_pasid_drop');
  if (!pasidValid(mm.pasid)) return;
  if (k.switches.pasidDrop === 'with-enqcmd') {
    k.machine.enters('__free_pasid');
    if (!hasPortals(k.world)) return;
  }
  ioasidFree(k, mm.pasid);
  mm.pasid = NO_PASID;
}

/** dup_mm: the PASID with which the child starts. */
export function copyPasid(k: Kernel, from: Ptr, to: Ptr): void {
  if (k.switches.forkPasid === 'none') return;
  const { pasid } = k.mms.at(from, 'dup_mm');
  k.mms.at(to, 'dup_mm').pasid = pasid;
  if (k.switches.forkPasid === 'copied-with-reference' && pasidValid(pasid)) ioasidGet(k, pasid);
}
