import type { State } from '../state.ts';

/** PASIDs that drivers have allocated for themselves. */
export function describeGrants(s: State): readonly string[] {
  return s.ioasid.grants
    .filter(({ live }) => live !== 0)
    .map((g) => `n${g.name}: PASID ${g.pasid}, a driver’s`);
}
