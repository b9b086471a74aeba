import { success } from '../../answer.ts';
import type { Command } from '../../command.ts';
import { rules } from '../../rules.ts';
import { admitOnly } from '../../conform.ts';
import { hasPasids } from '../bounds.ts';

export interface Free extends Command {
  readonly kind: 'free';
  readonly pasid: number;
}

export const free = rules<Free>({
  kind: 'free',
  says: 'the driver frees its PASID (ioasid_free)',
  fields: { pasid: { uses: 'pasid' } },
  in: hasPasids,
  possible: (s, c) => s.ioasid.grant(c.pasid) !== undefined,
  typical: () => success,
  judge: (_s, _c, a) => admitOnly('free', a, 'OK'),
  next(s, c) {
    s.ioasid.grant(c.pasid)!.live = 0;
  },
  draw: { weight: 4 },
});
