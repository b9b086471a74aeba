import type { StateLine } from '../state-line.ts';
import type { State } from '../state.ts';

/** PASIDs that drivers have allocated for themselves. */
export function describeGrants(s: State): readonly StateLine[] {
  return s.ioasid.grants
    .filter(({ live }) => live !== 0)
    .map((g) => ({ what: `n${g.name}`, is: `PASID ${g.pasid}, a driver’s` }));
}
