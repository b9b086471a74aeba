import type { Law } from '../../linux-law.ts';

/** The rules of open and bind judge the PASID that the caller gets; this law checks mm->pasid itself. */
export const pasidStability: Law = {
  name: 'pasid-stability',
  title: 'The PASID of an mm does not change while it is bound',
  because:
    'bind writes the table entry under one PASID; if the PASID changes, later calls miss that entry or change the entry of another mm',
  closeness: 'object',
  needs: ['mms'],
  judgesAnswers: true,
  after({ state, seen }, report) {
    for (const h of state.sva.handles) {
      if (h.live === 0 || state.sva.isPrivate(h)) continue;
      const pasid = seen.mmPasid(h.mm);
      if (pasid !== h.pasid)
        report(
          'mm->pasid changed under a bond',
          `mm${h.mm - 1} is bound to d${h.device} under PASID ${h.pasid}, but ${
            pasid === undefined
              ? 'the mm is freed'
              : `mm->pasid is now ${pasid === 0 ? 'none' : pasid}`
          }.`,
        );
    }
  },
};
