import { errno, success } from '../../answer.ts';
import type { Command } from '../../command.ts';
import { rules } from '../../rules.ts';
import { pagesOf } from '../found.ts';
import { admitOnly } from '../../conform.ts';
import { slots } from '../state.ts';
import { addressWords, isAddress, placeOf } from '../words.ts';
import { hasPages } from '../bounds.ts';

export interface MmapPage extends Command {
  readonly kind: 'mmap-page';
  readonly process: number;
  readonly address: string;
  readonly page: string;
}

export const mmapPage = rules<MmapPage>({
  kind: 'mmap-page',
  says: 'the process maps a fresh page at the address, in place of the old page (MAP_FIXED): system memory that is not adjacent to other pages (ram), or reserved memory that a driver maps (reserved)',
  fields: {
    process: { uses: 'process' },
    address: { oneOf: addressWords },
    page: { oneOf: ['ram', 'reserved'] },
  },
  in: hasPages,
  possible: (s, c) => s.process(c.process) !== undefined && isAddress(s.world, c.address),
  typical: () => success,
  judge: (_s, _c, a) => admitOnly('mmap-page', a, 'OK'),
  next(s, c, a) {
    if (a.errno !== errno.OK) return;
    const slot = c.page === 'ram' ? slots.ordinary : slots.reserved;
    s.pages.setSlot(s.process(c.process)!, placeOf(c.address), slot);
  },
  draw: { weight: 3 },
  overlap: { keeps: pagesOf },
});
