import { overlapping } from '../../../model/place.ts';
import { type Answer, errno } from '../../../model/answer.ts';
import type { State } from '../../../model/state.ts';
import type { View } from '../../linux-law.ts';

/**
 * How far what is seen has drifted from what has to be. Laws about sums compare the drift before and after each
 * command: a page that is charged for ever is told once, where it happened.
 */

/** A number for each mm in use, behind the number of that mm. */
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

/** What `perMm` had found for this mm; 0 if there was none. */
export function before(was: readonly number[], mm: number): number {
  for (let i = 0; i < was.length; i += 2) if (was[i] === mm) return was[i + 1]!;
  return 0;
}

/** Charged beyond what the specification says, with what is still to be charged. */
export function lockedDrift(view: View): number[] {
  return perMm(
    view,
    (mm, locked) => locked + view.seen.pendingCharge(mm) - view.state.pages.expectedLocked(mm),
  );
}

/** References of pins beyond what the specification says. */
export function pinDrift({ state, seen }: View): number {
  if (state.world.pages === undefined) return 0;
  const held = seen.pinReferences();
  const [least, most] = state.pages.expectedPinReferences();
  if (held < least) return held - least;
  return held > most ? held - most : 0;
}

/** What was done, for the place of a break: the command, or several that overlapped. */
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

/** Did the command end with an errno? One that hangs has not ended. */
export function isRefused(a: Answer): boolean {
  return (
    a.errno !== errno.OK &&
    a.errno !== errno.HUNG &&
    a.errno !== errno.OOPS &&
    a.errno !== errno.PAUSED
  );
}
