import type { Fields } from '../memory/kinds.ts';
import type { Layout, Row, TableOptions } from '../memory/records.ts';

/** Lays out a table of a domain; in a world without the domain it is empty. */
export type Table = <const F extends string>(
  name: string,
  count: number,
  fields: Fields<F>,
  options?: TableOptions,
) => readonly Row<F>[];

/** @param isThere - whether the world has the domain */
export function tablesIn(l: Layout, isThere: boolean): Table {
  return (name, count, fields, options) =>
    isThere ? l.declare(name, count, fields, options).rows : [];
}

/** Takes a free row. @throws Error if there is none: a command was applied that was not possible */
export function take<R extends { live: number }>(rows: readonly R[]): R {
  for (const row of rows)
    if (row.live === 0) {
      row.live = 1;
      return row;
    }
  throw new Error('no free row: a command was applied that was not possible');
}

/** Whether a row is free. */
export function hasFree(rows: readonly { readonly live: number }[]): boolean {
  for (const row of rows) if (row.live === 0) return true;
  return false;
}
