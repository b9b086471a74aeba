import { hasPages } from '../../../model/pages/bounds.ts';
import type { Law } from '../../linux-law.ts';
import { before, chargeText, isRefused, lockedDrift, lastCommand } from './drift.ts';

export const lockedVm: Law = {
  name: 'locked-vm',
  title: 'The pages charged as locked are the locked pages',
  because:
    'pages that stay charged use up the limit of a process until it can map and lock nothing more; pages that are not charged let it pin memory without limit',
  closeness: 'account',
  needs: ['locked-vm'],
  in: hasPages,
  measure: lockedDrift,
  onStep(view, was, report) {
    if (view.last !== undefined && isRefused(view.last.answer)) return;
    const kind = lastCommand(view);
    const drift = lockedDrift(view);
    for (let i = 0; i < drift.length; i += 2) {
      const more = drift[i + 1]! - before(was, drift[i]!);
      // A return to the correct value is not a break: the departure from it was reported.
      if (more !== 0 && drift[i + 1] !== 0)
        report(
          { command: kind, clause: `too ${more > 0 ? 'much' : 'little'} is charged` },
          `after ${kind}, ${chargeText(view.state, drift[i]!, drift[i + 1]!)}.`,
        );
    }
  },
};
