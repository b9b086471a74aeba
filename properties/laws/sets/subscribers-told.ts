import { pasidsOf } from '../../../model/ioasid/bounds.ts';
import { hasSets } from '../../../model/sets/bounds.ts';
import type { Law } from '../../linux-law.ts';

export const subscribersTold: Law = {
  name: 'subscribers-told',
  title: 'KVM translates the PASIDs that its guest has bound, and no others',
  because:
    'the processor takes the PASID of a guest’s ENQCMD through this table: a missing entry stops the guest, an old one submits its work under the PASID of somebody else',
  closeness: 'contradiction',
  needs: ['endpoints'],
  in: hasSets,
  after({ state, seen }, report) {
    const pasids = pasidsOf(state.world);
    for (const { live, mm } of state.sets.kvms) {
      if (live === 0) continue;
      for (let n = 1; n <= pasids; n++) {
        const isBound = state.sets.isBoundFor(mm, n);
        if (seen.isTranslated(mm, n) === isBound) continue;
        const kvm = `the KVM of mm${mm - 1}`;
        if (isBound)
          report(
            'KVM does not know a PASID that is bound',
            `the guest of mm${mm - 1} has bound PASID ${n}, but ${kvm} does not translate to it.`,
          );
        else
          report(
            'KVM keeps a PASID that is not bound',
            `${kvm} still translates to PASID ${n}, which its guest has not bound.`,
          );
      }
    }
  },
};
