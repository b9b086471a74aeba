import { errno, failed, success } from '../../answer.ts';
import { admitOnly } from '../../conform.ts';
import { rules } from '../../rules.ts';
import type { State } from '../../state.ts';
import { hasSets } from '../bounds.ts';
import { hasItOpen, hasProcessAndSet, type OnSet, setArguments } from '../on-set.ts';

export interface GuestFree extends OnSet {
  readonly kind: 'guest-free';
  readonly guest: number;
}

export const guestFree = rules<GuestFree>({
  kind: 'guest-free',
  says: 'the process frees a PASID of its guest, bound or not (VFIO_IOMMU_PASID_REQUEST, ioasid_free). A PASID of another set stays as it is, and that is no error.',
  fields: { ...setArguments, guest: { uses: 'guest' } },
  in: hasSets,
  needs: 'pasid-sets',
  possible: (s, c) => hasProcessAndSet(s, c) && s.sets.guest(c.guest) !== undefined,
  typical: (s, c) => (hasItOpen(s, c) ? success : failed('EBADF')),
  judge: (s, c, a) => admitOnly('guest-free', a, hasItOpen(s, c) ? 'OK' : 'EBADF'),
  next(s, c, a) {
    if (a.errno === errno.OK && isOfIt(s, c)) s.sets.freeGuest(s.sets.guest(c.guest)!);
  },
  draw: { weight: 8 },
});

function isOfIt(s: State, c: GuestFree): boolean {
  return s.sets.setOf(s.sets.guest(c.guest)!) === s.sets.set(c.set);
}
