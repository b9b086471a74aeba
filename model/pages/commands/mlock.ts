import { errno } from '../../answer.ts';
import type { Command } from '../../command.ts';
import { rules } from '../../rules.ts';
import { staysBelow, judgeOutcome, type MemlockOutcome, typically } from '../memlock.ts';
import type { State } from '../../state.ts';
import { slots } from '../state.ts';
import { addressWords, isAddress, placeOf } from '../words.ts';
import { hasPages } from '../bounds.ts';

export interface Mlock extends Command {
  readonly kind: 'mlock';
  readonly process: number;
  readonly address: string;
}

/** In the order in which Linux checks them (mm/mlock.c, do_mlock): the limit first, whatever the page is. */
function outcome(s: State, c: Mlock): MemlockOutcome {
  const { pages } = s;
  const p = s.process(c.process)!;
  const address = placeOf(c.address);
  const isCapable = pages.isCapable(p);
  const limit = pages.limitOf(p);
  const slot = pages.slot(p, address);
  const isNew = slot === slots.ordinary && !pages.isMlocked(p, address);
  if (limit === 0 && !isCapable) return isNew ? { is: 'EPERM', limit } : { is: 'EPERM' };
  if (slot === slots.hole) return { is: 'ENOMEM' };
  const locked = pages.expectedLocked(p.mm);
  if (isNew && !staysBelow(locked, 1, limit, isCapable)) return { is: 'ENOMEM', limit };
  // Nothing more will be charged. Linux nevertheless checks whether a reserved page would fit.
  const asked = slot === slots.reserved ? 1 : 0;
  return staysBelow(locked, asked, limit, isCapable) ? { is: 'OK' } : { is: 'ENOMEM', or: ['OK'] };
}

export const mlock = rules<Mlock>({
  kind: 'mlock',
  says: 'mlock of a page: the page counts as locked, even if it is also pinned; a reserved page does not count',
  fields: { process: { uses: 'process' }, address: { oneOf: addressWords } },
  in: hasPages,
  possible: (s, c) => s.process(c.process) !== undefined && isAddress(s.world, c.address),
  typical: (s, c) => typically(outcome(s, c)),
  judge: (s, c, a) => judgeOutcome('mlock', a, outcome(s, c)),
  next(s, c, a) {
    if (a.errno === errno.OK) s.pages.setMlocked(s.process(c.process)!, placeOf(c.address), true);
  },
  draw: {
    rivals: true,
    weight: 6,
  },
});
