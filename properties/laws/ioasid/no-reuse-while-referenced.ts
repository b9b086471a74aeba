import { nobody, driver } from '../../../model/ioasid/seen.ts';
import type { Law } from '../../linux-law.ts';
import { isDedicated } from '../../../model/sva/bounds.ts';
import { pasidsOf } from '../../../model/ioasid/bounds.ts';

const ofQueue = 'a queue keeps the PASID of an owner that is not bound';
const place = 'a PASID is free or another’s while something still refers to its old life';

export const noReuseWhileReferenced: Law = {
  name: 'no-reuse-while-referenced',
  title: 'A PASID is not free while anything still refers to it',
  because:
    'an old reference to a PASID (a table entry, a bond) acts on the next owner as soon as the PASID is handed out again',
  closeness: 'contradiction',
  needs: ['pasids', 'entries', 'bonds'],
  after({ state, seen, shows }, report) {
    const pasids = pasidsOf(state.world);
    for (let d = 0; d < state.sva.devices.length; d++)
      for (let n = 1; n <= pasids; n++) {
        if (seen.entry(d, n) === 0) continue;
        const mm = seen.entryMm(d, n);
        const owner = seen.pasidOwner(n);
        if (owner !== mm)
          report(
            place,
            `d${d}’s entry ${n} names mm${mm - 1}, but PASID ${n} ${ownerText(owner)}.`,
          );
      }
    for (let i = 0; i < seen.bondSlots; i++) {
      const mm = seen.bondMm(i);
      if (mm === 0) continue;
      const n = seen.bondPasid(i);
      if (n < 1 || n > pasids) continue; // not a PASID: the rules of open and bind say so
      const owner = seen.pasidOwner(n);
      if (owner !== mm)
        report(
          place,
          `a bond of mm${mm - 1} with d${seen.bondDevice(i)} uses PASID ${n}, but it ${ownerText(owner)}.`,
        );
    }
    if (!shows.has('queues')) return;
    for (let d = 0; d < state.sva.devices.length; d++) {
      const n = isDedicated(state.world, d) ? seen.queuePasid(d) : 0;
      if (n < 1 || n > pasids) continue;
      const owner = seen.pasidOwner(n);
      const isBound = state.sva.handles.some(
        (h) => h.live !== 0 && h.device === d && h.mm === owner,
      );
      if (!isBound)
        report(
          ofQueue,
          `the dedicated queue of d${d} has PASID ${n}, which ${owner > 0 ? `belongs to mm${owner - 1}, and that is not bound to d${d}` : ownerText(owner)}.`,
        );
    }
  },
};

function ownerText(owner: number): string {
  if (owner === nobody) return 'is free in the allocator';
  return owner === driver ? 'belongs to a driver' : `belongs to mm${owner - 1}`;
}
