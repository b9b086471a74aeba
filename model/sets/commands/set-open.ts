import { errno, failed, success } from '../../answer.ts';
import type { Command } from '../../command.ts';
import { admitOnly } from '../../conform.ts';
import type { Judgement } from '../../judgement.ts';
import { rules } from '../../rules.ts';
import { hasFree } from '../../rows.ts';
import { hasSets } from '../bounds.ts';
import { quotas } from '../quota.ts';

export interface SetOpen extends Command {
  readonly kind: 'set-open';
  readonly process: number;
  readonly quota: string;
  readonly set: number;
}

export const setOpen = rules<SetOpen>({
  kind: 'set-open',
  says: 'the process opens a file of VFIO, which reserves a set of PASIDs for the mm (ioasid_set_alloc, in a release ioasid_alloc_set). The choice is the quota: how many PASIDs it may have. EEXIST if the mm has a set, ENOSPC if the sets of all mms would have more PASIDs than there are.',
  fields: { process: { uses: 'process' }, quota: { oneOf: quotas }, set: { makes: 'set' } },
  in: hasSets,
  needs: 'pasid-sets',
  possible: (s, c) => s.process(c.process) !== undefined && hasFree(s.sets.sets),
  typical(s, c) {
    if (Number(c.quota) > s.sets.available()[0]) return failed('ENOSPC');
    return s.sets.setOfMm(s.process(c.process)!.mm) === undefined ? success : failed('EEXIST');
  },
  judge(s, c, a): Judgement {
    const [least, most] = s.sets.available();
    const quota = Number(c.quota);
    if (a.errno === errno.OK && quota > most)
      return {
        law: 'set-quota',
        place: { clause: 'sets reserve more than there is' },
        witness: `set-open reserved ${quota}, but of all PASIDs only ${most} are not reserved.`,
      };
    const hasSet = s.sets.setOfMm(s.process(c.process)!.mm) !== undefined;
    const mayLack = quota > least;
    if (hasSet)
      return admitOnly('set-open', a, 'EEXIST', ...(mayLack ? (['ENOSPC'] as const) : []));
    return admitOnly(
      'set-open',
      a,
      ...(quota > most ? [] : (['OK'] as const)),
      ...(mayLack ? (['ENOSPC'] as const) : []),
    );
  },
  next(s, c, a) {
    if (a.errno === errno.OK) s.sets.newSet(c.set, s.process(c.process)!, Number(c.quota));
  },
  draw: { weight: 12, opens: true, rivals: true },
});
