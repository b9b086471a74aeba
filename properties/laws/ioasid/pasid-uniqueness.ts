import type { Law } from '../../linux-law.ts';

/** The rules of open, bind and alloc judge which PASID is handed out; this law checks mm->pasid of all mms afterwards. */
export const pasidUniqueness: Law = {
  name: 'pasid-uniqueness',
  title: 'One PASID has one owner',
  because:
    'a PASID with two owners lets a device that works for one process read and write the memory of another',
  closeness: 'contradiction',
  needs: ['mms'],
  judgesAnswers: true,
  after({ state, seen }, report) {
    for (const p of state.processes) {
      if (p.live === 0) continue;
      const pasid = seen.mmPasid(p.mm) ?? 0;
      if (pasid === 0) continue;
      for (const q of state.processes)
        if (q.live !== 0 && q.index > p.index && q.mm !== p.mm && seen.mmPasid(q.mm) === pasid)
          report(
            'two address spaces claim it',
            `mm${p.mm - 1} and mm${q.mm - 1} are both in use and both have mm->pasid ${pasid}.`,
          );
    }
  },
};
