import { hasSets } from '../../../model/sets/bounds.ts';
import type { Law } from '../../linux-law.ts';

/** The rules of the commands judge the answers. This law looks at what is gone. */
export const setPermission: Law = {
  name: 'set-permission',
  title: 'Only the owner of a set binds, unbinds and frees its PASIDs',
  because:
    'a virtual machine that may bind or free the PASID of another one reads its memory, or takes its device away',
  closeness: 'contradiction',
  needs: ['pasids'],
  in: hasSets,
  judgesAnswers: true,
  after({ state, seen }, report) {
    for (const g of state.sets.guests) {
      if (g.live === 0) continue;
      const set = state.sets.setOf(g);
      const owner = seen.pasidOwner(g.pasid);
      if (owner !== set.mm)
        report(
          'a PASID was taken from its set',
          `v${g.name} is PASID ${g.pasid} of s${set.name}, which is for mm${set.mm - 1}, and nobody who may has freed it; but in the allocator ${owner === 0 ? 'it is free' : 'it has another owner'}.`,
        );
    }
  },
};
