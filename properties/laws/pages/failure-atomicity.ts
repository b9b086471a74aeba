import { hasPages } from '../../../model/pages/bounds.ts';
import type { Law } from '../../linux-law.ts';
import { before, chargeText, isRefused, lockedDrift, pagesText, pinDrift } from './drift.ts';

export const failureAtomicity: Law = {
  name: 'failure-atomicity',
  title: 'A command that fails changes nothing',
  because:
    'a caller does not undo a call that failed: whatever the call charged or pinned stays so for ever',
  closeness: 'sum',
  needs: ['locked-vm', 'pins'],
  in: hasPages,
  measure: (view) => [pinDrift(view), ...lockedDrift(view)],
  onStep(view, was, report) {
    if (view.last === undefined || !isRefused(view.last.answer)) return;
    const { kind } = view.last.c;
    const pins = pinDrift(view);
    if (pins !== was[0])
      report(
        {
          command: kind,
          clause: `refused, but ${pins > was[0]! ? 'a page stays pinned' : 'a pin is lost'}`,
        },
        `${kind} was refused, and now ${pagesText(Math.abs(pins - was[0]!))} ${pins > was[0]! ? 'more' : 'fewer'} ${Math.abs(pins - was[0]!) === 1 ? 'is' : 'are'} pinned than before.`,
      );
    const drift = lockedDrift(view);
    const charged = was.slice(1);
    for (let i = 0; i < drift.length; i += 2) {
      const more = drift[i + 1]! - before(charged, drift[i]!);
      if (more !== 0)
        report(
          { command: kind, clause: `refused, but ${more > 0 ? 'more' : 'less'} is charged` },
          `${kind} was refused, and ${chargeText(view.state, drift[i]!, drift[i + 1]!)}.`,
        );
    }
  },
};
