import { errno, failed, success } from '../../answer.ts';
import { admitOnly } from '../../conform.ts';
import type { Judgement } from '../../judgement.ts';
import { rules } from '../../rules.ts';
import { hasSets } from '../bounds.ts';
import { endpointArguments, hasAll, hasItOpen, isOwner, type OnEndpoint } from '../on-endpoint.ts';
import { judgeOwner } from '../owner.ts';

export interface GuestBindCommand extends OnEndpoint {
  readonly kind: 'guest-bind';
}

export const guestBind = rules<GuestBindCommand>({
  kind: 'guest-bind',
  says: 'the guest binds its page tables to a PASID of an assigned device (iommu_uapi_sva_bind_gpasid, intel_svm_bind_gpasid). EPERM if another mm owns the set of the PASID, EBUSY if it is bound to the device.',
  fields: endpointArguments,
  in: hasSets,
  needs: 'guest-bind',
  possible: hasAll,
  typical(s, c) {
    if (!hasItOpen(s, c)) return failed('EBADF');
    if (!isOwner(s, c)) return failed('EPERM');
    return s.sets.bind(c.endpoint, s.sets.guest(c.guest)!.pasid) === undefined
      ? success
      : failed('EBUSY');
  },
  judge(s, c, a): Judgement {
    if (!hasItOpen(s, c)) return admitOnly('guest-bind', a, 'EBADF');
    if (!isOwner(s, c)) return judgeOwner(s, c, 'guest-bind', a);
    const isBound = s.sets.bind(c.endpoint, s.sets.guest(c.guest)!.pasid) !== undefined;
    return admitOnly('guest-bind', a, isBound ? 'EBUSY' : 'OK');
  },
  next(s, c, a) {
    const g = s.sets.guest(c.guest)!;
    if (a.errno === errno.OK && s.sets.bind(c.endpoint, g.pasid) === undefined)
      s.sets.newBind(c.endpoint, g);
  },
  draw: { weight: 16 },
});
