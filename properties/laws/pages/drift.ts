import { overlapping } from '../../../model/place.ts';
import { type Answer, errno } from '../../../model/answer.ts';
import type { State } from '../../../model/state.ts';
import type { View } from '../../linux-law.ts';

/**
 * The drift: the difference between the observed and the specified sum. Laws about sums compare the drift before and after
 * each command, so a page that stays charged for ever is reported once, at the command that left it.
 */

/** Pairs for each mm in use: the number of the mm, then a number for it. */
export function perMm(
  { state, seen }: View,
  numberOf: (mm: number, locked: number) => number,
): number[] {
  const found: number[] = [];
  if (state.world.pages === undefined) return found;
  for (const p of state.processes) {
    if (p.live === 0 || state.firstIn(p.mm) !== p) continue;
    const locked = seen.lockedVm(p.mm);
    if (locked !== undefined) found.push(p.mm, numberOf(p.mm, locked));
  }
  return found;
}

/** The number of this mm in the result of `perMm`; 0 if it has none. */
export function before(was: readonly number[], mm: number): number {
  for (let i = 0; i < was.length; i += 2) if (was[i] === mm) return was[i + 1]!;
  return 0;
}

/** For each mm, the charge beyond the specification, including charges that are still queued. */
export function lockedDrift(view: View): number[] {
  return perMm(
    view,
    (mm, locked) => locked + view.seen.pendingCharge(mm) - view.state.pages.expectedLocked(mm),
  );
}

/** The number of pin references beyond the specification. */
export function pinDrift({ state, seen }: View): number {
  if (state.world.pages === undefined) return 0;
  const held = seen.pinReferences();
  const [least, most] = state.pages.expectedPinReferences();
  if (held < least) return held - least;
  return held > most ? held - most : 0;
}

/** The command, for the place of a break; or words for several that overlapped. */
export function lastCommand({ last }: View): string {
  return last?.c.kind ?? overlapping;
}

/** `mm0 is charged for 2 pages, but 1 of its pages is mlocked or pinned` */
export function chargeText(state: State, mm: number, drift: number): string {
  const expected = state.pages.expectedLocked(mm);
  return `mm${mm - 1} is charged for ${pagesText(expected + drift)}, but ${expected} of its pages ${expected === 1 ? 'is' : 'are'} mlocked or pinned`;
}

export function pagesText(n: number): string {
  return `${n} page${Math.abs(n) === 1 ? '' : 's'}`;
}

/** Whether the command ended with an errno. A command that hangs has not ended. */
export function isRefused(a: Answer): boolean {
  return (
    a.errno !== errno.OK &&
    a.errno !== errno.HUNG &&
    a.errno !== errno.OOPS &&
    a.errno !== errno.PAUSED
  );
}
