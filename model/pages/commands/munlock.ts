import { errno } from '../../answer.ts';
import type { Command } from '../../command.ts';
import { rules } from '../../rules.ts';
import { judgeOutcome, type MemlockOutcome, typically } from '../memlock.ts';
import type { State } from '../../state.ts';
import { slots } from '../state.ts';
import { addressWords, isAddress, placeOf } from '../words.ts';
import { hasPages } from '../bounds.ts';

export interface Munlock extends Command {
  readonly kind: 'munlock';
  readonly process: number;
  readonly address: string;
}

function outcome(s: State, c: Munlock): MemlockOutcome {
  const slot = s.pages.slot(s.process(c.process)!, placeOf(c.address));
  return { is: slot === slots.hole ? 'ENOMEM' : 'OK' };
}

export const munlock = rules<Munlock>({
  kind: 'munlock',
  says: 'munlock of a page: the page no longer counts as locked, unless it is pinned; without an earlier mlock, nothing changes',
  fields: { process: { uses: 'process' }, address: { oneOf: addressWords } },
  in: hasPages,
  possible: (s, c) => s.process(c.process) !== undefined && isAddress(s.world, c.address),
  typical: (s, c) => typically(outcome(s, c)),
  judge: (s, c, a) => judgeOutcome('munlock', a, outcome(s, c)),
  next(s, c, a) {
    if (a.errno === errno.OK) s.pages.setMlocked(s.process(c.process)!, placeOf(c.address), false);
  },
  draw: { weight: 3 },
});
