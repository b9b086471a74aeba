import { errno, failed, ok } from '../../answer.ts';
import { admitOnly } from '../../conform.ts';
import { judgeFresh, judgeRange, pasidOutcome, pasidText } from '../../ioasid/handing-out.ts';
import type { Judgement } from '../../judgement.ts';
import { rules } from '../../rules.ts';
import { hasFree } from '../../rows.ts';
import { hasSets } from '../bounds.ts';
import { hasItOpen, hasProcessAndSet, type OnSet, setArguments } from '../on-set.ts';

export interface GuestAlloc extends OnSet {
  readonly kind: 'guest-alloc';
  readonly guest: number;
}

export const guestAlloc = rules<GuestAlloc>({
  kind: 'guest-alloc',
  says: 'the process allocates a PASID of a set for its guest (VFIO_IOMMU_PASID_REQUEST, ioasid_alloc). Returns the PASID. ENOSPC if the set has as many as its quota, or if no PASID is free.',
  fields: { ...setArguments, guest: { makes: 'guest' } },
  in: hasSets,
  needs: 'pasid-sets',
  possible: (s, c) => hasProcessAndSet(s, c) && hasFree(s.sets.guests),
  typical(s, c) {
    if (!hasItOpen(s, c)) return failed('EBADF');
    const pasid = s.ioasid.lowestFree();
    return pasid === 0 || s.sets.isFull(s.sets.set(c.set)!) ? failed('ENOSPC') : ok(pasid);
  },
  judge(s, c, a): Judgement {
    if (!hasItOpen(s, c)) return admitOnly('guest-alloc', a, 'EBADF');
    const set = s.sets.set(c.set)!;
    if (a.errno !== errno.OK) {
      const mayLack = s.sets.mayBeFull(set) || s.ioasid.mayBeExhausted();
      return admitOnly('guest-alloc', a, mayLack ? 'ENOSPC' : 'OK');
    }
    if (s.sets.isFull(set))
      return {
        law: 'set-quota',
        place: { clause: 'a set has more PASIDs than its quota' },
        witness: `guest-alloc gave s${set.name} PASID ${a.value}, but it has ${s.sets.countIn(set)} of a quota of ${set.quota}.`,
      };
    return (
      judgeRange(s, 'guest-alloc', a.value, admitted) ??
      judgeFresh(s, 'guest-alloc', 0, a.value, admitted)
    );
  },
  next(s, c, a) {
    if (a.errno === errno.OK && hasItOpen(s, c))
      s.sets.newGuest(c.guest, s.sets.set(c.set)!, a.value);
  },
  tells: (a) => pasidText(a.value),
  outcome: pasidOutcome,
  draw: { weight: 14, rivals: true },
});

function admitted(): string {
  return 'a PASID that nobody holds';
}
