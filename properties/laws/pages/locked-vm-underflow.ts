import { hasPages } from '../../../model/pages/bounds.ts';
import type { Law } from '../../linux-law.ts';
import { before, pagesText, perMm } from './drift.ts';

export const lockedVmUnderflow: Law = {
  name: 'locked-vm-underflow',
  title: 'No page is credited that was not charged',
  because:
    'the counter is unsigned: one page below zero exceeds any limit, and the process can map and lock nothing more',
  closeness: 'consequence',
  needs: ['locked-vm'],
  in: hasPages,
  measure: (view) => perMm(view, (_mm, locked) => locked),
  onStep(view, was, report) {
    const locked = perMm(view, (_mm, pages) => pages);
    for (let i = 0; i < locked.length; i += 2)
      if (locked[i + 1]! < 0 && before(was, locked[i]!) >= 0)
        report(
          'more is credited than was charged',
          `mm->locked_vm of mm${locked[i]! - 1} is ${pagesText(locked[i + 1]!)}.`,
        );
  },
};
