import { errno, failed, success } from '../../answer.ts';
import { admitOnly } from '../../conform.ts';
import type { Judgement } from '../../judgement.ts';
import { rules } from '../../rules.ts';
import { hasSets } from '../bounds.ts';
import { endpointArguments, hasAll, hasItOpen, isOwner, type OnEndpoint } from '../on-endpoint.ts';
import { judgeOwner } from '../owner.ts';

export interface GuestUnbind extends OnEndpoint {
  readonly kind: 'guest-unbind';
}

export const guestUnbind = rules<GuestUnbind>({
  kind: 'guest-unbind',
  says: 'the guest unbinds a PASID from an assigned device (iommu_uapi_sva_unbind_gpasid, intel_svm_unbind_gpasid). If it is not bound: EINVAL up to v5.8, success since.',
  fields: endpointArguments,
  in: hasSets,
  needs: 'guest-bind',
  possible: hasAll,
  typical(s, c) {
    if (!hasItOpen(s, c)) return failed('EBADF');
    return isOwner(s, c) ? success : failed('EPERM');
  },
  judge(s, c, a): Judgement {
    if (!hasItOpen(s, c)) return admitOnly('guest-unbind', a, 'EBADF');
    if (!isOwner(s, c)) return judgeOwner(s, c, 'guest-unbind', a);
    const isBound = s.sets.bind(c.endpoint, s.sets.guest(c.guest)!.pasid) !== undefined;
    return isBound
      ? admitOnly('guest-unbind', a, 'OK')
      : admitOnly('guest-unbind', a, 'OK', 'EINVAL');
  },
  next(s, c, a) {
    if (a.errno === errno.OK) s.sets.unbind(c.endpoint, s.sets.guest(c.guest)!.pasid);
  },
  draw: { weight: 8 },
});
