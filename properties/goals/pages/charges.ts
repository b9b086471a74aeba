import type { Command } from '../../../model/command.ts';
import { slots, UNLIMITED } from '../../../model/pages/state.ts';
import { placeOf } from '../../../model/pages/words.ts';
import type { Process, State } from '../../../model/state.ts';

/** Pages that a command adds to those that are locked, and what limits them. */
export interface Charge {
  readonly mm: number;
  readonly pages: number;
  readonly limit: number;
  readonly isCapable: boolean;
}

/** These pages under the limit of the process that asks. */
export function ofCaller(s: State, p: Process, pages: number): Charge {
  return { mm: p.mm, pages, limit: s.pages.limitOf(p), isCapable: s.pages.isCapable(p) };
}

/** What mlock charges: nothing for a page that is locked already. */
export function mlockCharge(s: State, c: Command): Charge {
  const p = s.process(c['process'] as number)!;
  const address = placeOf(c['address'] as string);
  const isNew = s.pages.slot(p, address) === slots.ordinary && !s.pages.isMlocked(p, address);
  return ofCaller(s, p, isNew ? 1 : 0);
}

/** How many pages are left below the limit after this charge; undefined if it is none, or is not limited. */
export function roomAfter(s: State, charge: Charge | undefined): number | undefined {
  if (charge === undefined || charge.pages === 0) return undefined;
  if (charge.isCapable || charge.limit === UNLIMITED) return undefined;
  return charge.limit - s.pages.expectedLocked(charge.mm) - charge.pages;
}
