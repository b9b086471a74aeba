import type { Fields } from '../../memory/kinds.ts';
import type { Layout, Row, TableOptions } from '../../memory/records.ts';
import type { World } from '../world.ts';

/** Lays out a table of VFIO: nothing of it is where a world has none. */
export type Table = <const F extends string>(
  name: string,
  count: number,
  fields: Fields<F>,
  options?: TableOptions,
) => readonly Row<F>[];

export function tablesOf(world: World, l: Layout): Table {
  return (name, count, fields, options) =>
    world.vfio === undefined ? [] : l.declare(name, count, fields, options).rows;
}
