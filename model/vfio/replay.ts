import type { ErrnoName } from '../answer.ts';
import { Charges, type MemlockOutcome } from '../pages/memlock.ts';
import { slots } from '../pages/state.ts';
import type { Process, State } from '../state.ts';
import type { Container } from './files.ts';
import type { DmaRow } from './mappings.ts';

/** Whether one more page of this mapping fits, after the earlier charges. @param limit - default: its own */
export function fitsFor(
  { vfio }: State,
  charges: Charges,
  d: DmaRow,
  limit = vfio.mappings.limitOfMapping(d),
): boolean {
  return charges.fitsIn(d.mm, limit, d.capable !== 0);
}

/**
 * The first group behind the IOMMU is attached: all mappings of the container are pinned, one after the other in the order of
 * IOVA space (vfio_iommu_replay). Kernels differ in two points: whether a process may do that with the pages of another,
 * and whether the limit of the caller is tested besides that of the owner.
 */
export function replayed(s: State, c: Container, caller: Process): MemlockOutcome {
  const { vfio, pages } = s;
  const charges = new Charges(pages);
  const or = new Set<ErrnoName>();
  for (const d of vfio.mappings.mappingsOf(c)) {
    if (!s.runs(d.mm)) return { is: 'ESRCH', or: [...or, 'EPERM'] };
    if (d.mm !== caller.mm) or.add('ESRCH').add('EPERM');
    for (let i = 0; i < d.pages; i++) {
      if (vfio.mappings.isIommuMapped(d, i)) continue;
      const slot = pages.slotIn(d.mm, d.address + i);
      if (slot === slots.hole) return { is: 'EFAULT', or: [...or] };
      if (slot !== slots.ordinary || vfio.mappings.isDriverPageThere(d, i)) continue;
      if (!fitsFor(s, charges, d)) {
        // The caller’s limit is tested first, and the owner’s only when all pages of a run are found.
        if (d.by !== caller.index + 1 && hasHoleFrom(s, d, i + 1)) or.add('EFAULT');
        return { is: 'ENOMEM', or: [...or], limit: vfio.mappings.limitOfMapping(d) };
      }
      if (d.by !== caller.index + 1 && !fitsFor(s, charges, d, pages.limitOf(caller)))
        or.add('ENOMEM');
      charges.add(d.mm);
    }
  }
  return { is: 'OK', or: [...or] };
}

/** Whether there is nothing at a later page of the mapping. */
function hasHoleFrom({ pages }: State, d: DmaRow, page: number): boolean {
  for (let i = page; i < d.pages; i++)
    if (pages.slotIn(d.mm, d.address + i) === slots.hole) return true;
  return false;
}
