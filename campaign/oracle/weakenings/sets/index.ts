import { admitsSuccess, unless } from '../../kinds.ts';
import type { OfDomain } from '../../of-domain.ts';

export const sets: OfDomain = {
  clauses: [
    unless('no-context-after-free', 'outlives', 'an entry outlives its PASID'),
    unless('no-context-after-free', 'earlier', 'an entry of an earlier life'),
    unless('set-permission', 'bind', 'guest-bind by another mm'),
    unless('set-permission', 'unbind', 'guest-unbind by another mm'),
    unless('set-permission', 'taken', 'a PASID was taken from its set'),
    unless('subscribers-told', 'unknown', 'KVM does not know a PASID that is bound'),
    unless('subscribers-told', 'kept', 'KVM keeps a PASID that is not bound'),
    unless('set-quota', 'quota', 'a set has more PASIDs than its quota'),
    unless('set-quota', 'capacity', 'sets reserve more than there is'),
    admitsSuccess('set-open'),
  ],
  unfailing: [],
  undisturbed: ['set-close', 'guest-free'],
  waiting: [],
  unnoticed: {
    'kvm-open':
      'what a subscriber is told is seen in its table; no mistake of the catalogue lets one subscribe that must not, or refuses one that may',
  },
};
