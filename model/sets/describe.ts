import type { StateLine } from '../state-line.ts';
import type { State } from '../state.ts';

/** Sets, and their PASIDs with the devices to which they are bound. */
export function describeSets(s: State): readonly StateLine[] {
  const { binds, guests, sets } = s.sets;
  return [
    ...live(sets).map((set) => ({
      what: `s${set.name}`,
      is: `set of mm${set.mm - 1}, ${s.sets.countIn(set)} of ${set.quota} PASIDs`,
    })),
    ...live(guests).map((g) => {
      const bound = live(binds).filter(({ pasid }) => pasid === g.pasid);
      const where =
        bound.length === 0 ? '' : `, bound to ${bound.map((b) => `e${b.endpoint}`).join(', ')}`;
      return { what: `v${g.name}`, is: `PASID ${g.pasid} of s${s.sets.setOf(g).name}${where}` };
    }),
  ];
}

function live<R extends { live: number }>(rows: readonly R[]): readonly R[] {
  return rows.filter((row) => row.live !== 0);
}
