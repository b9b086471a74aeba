import { hasPages } from '../../../model/pages/bounds.ts';
import type { Law } from '../../linux-law.ts';
import { isRefused, pinDrift, lastCommand } from './drift.ts';

export const pinBalance: Law = {
  name: 'pin-balance',
  title: 'The pins of a page are the recorded pins',
  because:
    'a page that stays pinned can never be moved or freed; a page that loses its pin can be reused while a device still writes to it',
  closeness: 'sum',
  needs: ['pins'],
  in: hasPages,
  measure: (view) => [pinDrift(view)],
  onStep(view, [was = 0], report) {
    if (view.last !== undefined && isRefused(view.last.answer)) return;
    const kind = lastCommand(view);
    const now = pinDrift(view);
    // A return to the correct value is not a break: the departure from it was reported.
    if (now === was || now === 0) return;
    const expected = view.state.pages.expectedPinReferences()[now > was ? 1 : 0];
    report(
      { command: kind, clause: now > was ? 'a page stays pinned' : 'a pin is lost' },
      `after ${kind}, pins hold ${referencesText(expected + now)} on pages, but mappings and recorded pins account for ${expected}.`,
    );
  },
};

function referencesText(n: number): string {
  return `${n} reference${Math.abs(n) === 1 ? '' : 's'}`;
}
