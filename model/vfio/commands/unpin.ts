import { success } from '../../answer.ts';
import type { Command } from '../../command.ts';
import { rules } from '../../rules.ts';
import { admitOnly } from '../../conform.ts';
import { hasVfio } from '../bounds.ts';
import { iovaWords } from '../words.ts';
import { placeOf } from '../../pages/words.ts';

export interface Unpin extends Command {
  readonly kind: 'unpin';
  readonly group: number;
  readonly iova: string;
  readonly pages: string;
}

export const unpin = rules<Unpin>({
  kind: 'unpin',
  says: 'the driver of the device releases one pin of each of these pages (vfio_unpin_pages)',
  runsOn: 'driver',
  fields: {
    group: { uses: 'group' },
    iova: { oneOf: iovaWords },
    pages: { oneOf: ['1', '2'] },
  },
  in: hasVfio,
  possible(s, c) {
    const g = s.vfio.files.groups[c.group];
    if (g === undefined) return false;
    for (let i = 0; i < Number(c.pages); i++)
      if (s.vfio.mappings.pinsOf(g, placeOf(c.iova) + i) === 0) return false;
    return true;
  },
  typical: () => success,
  judge: (_s, _c, a) => admitOnly('unpin', a, 'OK'),
  next(s, c) {
    const g = s.vfio.files.groups[c.group]!;
    for (let i = 0; i < Number(c.pages); i++) s.vfio.mappings.unpin(g, placeOf(c.iova) + i);
  },
  draw: { weight: 6 },
  overlap: { succeedsOnNothing: true, keepsAlive: true },
});
