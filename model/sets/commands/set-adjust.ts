import { errno, failed, success } from '../../answer.ts';
import { admitOnly } from '../../conform.ts';
import type { Judgement } from '../../judgement.ts';
import { rules } from '../../rules.ts';
import { hasSets } from '../bounds.ts';
import { hasItOpen, hasProcessAndSet, type OnSet, setArguments } from '../on-set.ts';
import { quotas } from '../quota.ts';

export interface SetAdjust extends OnSet {
  readonly kind: 'set-adjust';
  readonly quota: string;
}

export const setAdjust = rules<SetAdjust>({
  kind: 'set-adjust',
  says: 'VFIO changes the quota of a set for its process (ioasid_set_adjust, in the first series ioasid_adjust_set). EINVAL if the set has more PASIDs than that, ENOSPC if it would grow by more than there is.',
  fields: { ...setArguments, quota: { oneOf: quotas } },
  in: hasSets,
  needs: 'pasid-sets',
  possible: hasProcessAndSet,
  typical(s, c) {
    if (!hasItOpen(s, c)) return failed('EBADF');
    const set = s.sets.set(c.set)!;
    const quota = Number(c.quota);
    if (quota < s.sets.countIn(set)) return failed('EINVAL');
    return quota - set.quota > s.sets.available()[0] ? failed('ENOSPC') : success;
  },
  judge(s, c, a): Judgement {
    if (!hasItOpen(s, c)) return admitOnly('set-adjust', a, 'EBADF');
    const set = s.sets.set(c.set)!;
    const quota = Number(c.quota);
    const count = s.sets.countIn(set);
    const [least, most] = s.sets.available();
    const growth = quota - set.quota;
    if (a.errno === errno.OK && quota >= count && growth > most)
      return {
        law: 'set-quota',
        place: { clause: 'sets reserve more than there is' },
        witness: `set-adjust let s${set.name} grow by ${growth}, but only ${most} PASIDs are not reserved.`,
      };
    return admitOnly(
      'set-adjust',
      a,
      ...(quota >= count && growth <= most ? (['OK'] as const) : []),
      ...(quota < count + set.late ? (['EINVAL'] as const) : []),
      ...(growth > least ? (['ENOSPC'] as const) : []),
    );
  },
  next(s, c, a) {
    if (a.errno === errno.OK) s.sets.set(c.set)!.quota = Number(c.quota);
  },
  draw: { weight: 5 },
});
