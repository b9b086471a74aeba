import type { AnyState } from './any-state.ts';
import type { Named, SortRules } from './sort.ts';

/** The `r`-th name (modulo their number) of the objects of a sort that exist now; -1 if there are none. */
export function existing(s: AnyState, sort: SortRules, r: number): number {
  const rows = sort.rows(s);
  if (sort.isGiven === true) return rows.length === 0 ? -1 : r % rows.length;
  return nameAt(rows as readonly Named[], r);
}

/** Whether an object with this name exists now. */
export function exists(s: AnyState, sort: SortRules, name: number): boolean {
  const rows = sort.rows(s);
  if (sort.isGiven === true) return name < rows.length;
  return (rows as readonly Named[]).some((row) => row.live !== 0 && row.name === name);
}

/** Whether one more object of this sort can be created. */
export function hasRoom(s: AnyState, sort: SortRules): boolean {
  return sort.isGiven !== true && (sort.rows(s) as readonly Named[]).some(({ live }) => live === 0);
}

/** The names of this sort that exist before the first command. */
export function namedAtStart(s: AnyState, sort: SortRules): number[] {
  const names = new Set<number>();
  for (let r = 0; r < sort.rows(s).length; r++) names.add(existing(s, sort, r));
  names.delete(-1);
  return [...names];
}

/** The same as `existing`, for given rows. (The generator calls it very often.) */
export function nameAt(rows: readonly Named[], r: number): number {
  let count = 0;
  for (const row of rows) if (row.live !== 0 && row.name >= 0) count++;
  if (count === 0) return -1;
  let skip = r % count;
  for (const row of rows) if (row.live !== 0 && row.name >= 0 && skip-- === 0) return row.name;
  return -1;
}
