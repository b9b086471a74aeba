import { hasVfio } from '../../../model/vfio/bounds.ts';
import type { Law } from '../../linux-law.ts';
import { isRefused, pinDrift, stepText } from '../pages/drift.ts';

export const pinBalance: Law = {
  name: 'pin-balance',
  title: 'A page is pinned by as many as say so',
  because:
    'a page that stays pinned can never be moved or given back; one whose pin is lost is given to somebody else while a device writes to it',
  closeness: 'sum',
  needs: ['pins'],
  in: hasVfio,
  measure: (view) => [pinDrift(view)],
  onStep(view, [was = 0], report) {
    if (view.last !== undefined && isRefused(view.last.answer)) return;
    const kind = stepText(view);
    const now = pinDrift(view);
    // What goes back to what it has to be was told when it went away from it.
    if (now === was || now === 0) return;
    const expected = view.state.vfio.mappings.expectedPinReferences()[now > was ? 1 : 0];
    report(
      `${kind}: ${now > was ? 'a page stays pinned' : 'a pin is lost'}`,
      `after ${kind}, pins hold ${referencesText(expected + now)} on pages, but what is mapped and pinned makes ${expected}.`,
    );
  },
};

function referencesText(n: number): string {
  return `${n} reference${Math.abs(n) === 1 ? '' : 's'}`;
}
