import { errno, failed, ok } from '../../answer.ts';
import { judgeFresh, judgeRange, pasidOutcome, pasidText } from '../handing-out.ts';
import type { Command } from '../../command.ts';
import { rules } from '../../rules.ts';
import { admitOnly } from '../../conform.ts';
import { hasPasids } from '../bounds.ts';
import { hasFree } from '../../rows.ts';

export interface Alloc extends Command {
  readonly kind: 'alloc';
  readonly pasid: number;
}

export const alloc = rules<Alloc>({
  kind: 'alloc',
  says: 'a driver allocates a PASID (ioasid_alloc, later iommu_alloc_global_pasid). Returns the PASID.',
  fields: { pasid: { makes: 'pasid' } },
  in: hasPasids,
  needs: 'ioasid',
  possible: (s) => hasFree(s.ioasid.grants),
  typical(s) {
    const pasid = s.ioasid.lowestFree();
    return pasid === 0 ? failed('ENOSPC') : ok(pasid);
  },
  judge(s, _c, a) {
    if (a.errno !== errno.OK)
      return s.ioasid.mayBeExhausted()
        ? admitOnly('alloc', a, 'ENOSPC')
        : admitOnly('alloc', a, 'OK');
    const admitted = (): string =>
      s.ioasid.mayBeExhausted()
        ? 'a PASID that nobody holds, or ENOSPC'
        : 'a PASID that nobody holds';
    return (
      judgeRange(s, 'alloc', a.value, admitted) ?? judgeFresh(s, 'alloc', 0, a.value, admitted)
    );
  },
  next(s, c, a) {
    if (a.errno === errno.OK) s.ioasid.newGrant(c.pasid, a.value);
  },
  tells: (a) => pasidText(a.value),
  outcome: pasidOutcome,
  draw: { weight: 3 },
});
