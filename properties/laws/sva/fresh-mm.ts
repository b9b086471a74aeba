import type { Law } from '../../linux-law.ts';

export const freshMm: Law = {
  name: 'fresh-mm',
  title: 'A new address space starts without a PASID',
  because:
    'a child that inherits its parent’s PASID shares the parent’s table entry: its DMA reaches the parent’s memory, and its exit takes the entry away',
  closeness: 'object',
  needs: ['mms', 'bonds'],
  after({ state, seen }, report) {
    for (const p of state.processes) {
      // The model knows which PASID each mm got; an mm that got none must have none.
      if (p.live === 0 || state.ioasid.toldTo(p) !== 0 || state.ioasid.mayHaveUntold(p)) continue;
      const pasid = seen.mmPasid(p.mm) ?? 0;
      if (pasid !== 0)
        report(
          'an mm has a PASID that nobody gave it',
          `p${p.name} never bound its mm${p.mm - 1}, but mm->pasid is ${pasid}.`,
        );
    }
  },
};
