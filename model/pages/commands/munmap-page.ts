import { errno, success } from '../../answer.ts';
import type { Command } from '../../command.ts';
import { rules } from '../../rules.ts';
import { pagesOf } from '../found.ts';
import { admitOnly } from '../../conform.ts';
import { slots } from '../state.ts';
import { addressWords, isAddress, placeOf } from '../words.ts';
import { hasPages } from '../bounds.ts';

export interface MunmapPage extends Command {
  readonly kind: 'munmap-page';
  readonly process: number;
  readonly address: string;
}

export const munmapPage = rules<MunmapPage>({
  kind: 'munmap-page',
  says: 'the process unmaps a page and leaves a hole; the mlock ends, and pins stay on the old page',
  fields: { process: { uses: 'process' }, address: { oneOf: addressWords } },
  in: hasPages,
  possible: (s, c) =>
    s.process(c.process) !== undefined &&
    isAddress(s.world, c.address) &&
    s.pages.slot(s.process(c.process)!, placeOf(c.address)) !== slots.hole,
  typical: () => success,
  judge: (_s, _c, a) => admitOnly('munmap-page', a, 'OK'),
  next(s, c, a) {
    if (a.errno === errno.OK)
      s.pages.setSlot(s.process(c.process)!, placeOf(c.address), slots.hole);
  },
  draw: { weight: 4 },
  overlap: {
    keeps: pagesOf,
    succeedsOnNothing: true,
  },
});
