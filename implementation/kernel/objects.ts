import { type Kind, type Reference, SLOT_BITS, SLOT_MASK } from '../../memory/kinds.ts';
import type { Layout, Records } from '../../memory/records.ts';
import { letters, type Sort } from '../../model/command.ts';

/**
 * Objects of the kernel in words, and who points to whom, read off the layout, which says what each number means: a
 * new kind of object needs no word here.
 */

export type Table = Records<string>;
type AnyRow = Table['rows'][number];

/** An object that exists: its table and its row in it. */
export interface KernelObject {
  readonly table: Table;
  readonly row: AnyRow;
}

/** @throws Error if nothing of this name is laid out */
export function tableOf({ records }: Layout, name: string): Table {
  const found = records.find((table) => table.name === name);
  if (found === undefined) throw new Error(`no table ${name}`);
  return found;
}

/** What was made and not freed. */
export function objectsIn(table: Table): KernelObject[] {
  return table.rows.filter((row) => row['live'] !== 0).map((row) => ({ table, row }));
}

/** `mm_struct mm0`, by the name it has; else by what it belongs to: `arm_smmu_bond of d0 and mm0`. */
export function objectText(layout: Layout, { table, row }: KernelObject): string {
  const own = ownNameOf(table, row);
  if (own !== undefined) return `${table.name} ${own}`;
  const of = isBlank(table, row) ? [] : belongings(layout, table, row);
  return of.length === 0 ? table.name : `${table.name} of ${of.join(' and ')}`;
}

/** Every object that points to this one. */
export function holdersOf(layout: Layout, { table, row }: KernelObject): KernelObject[] {
  const pointer = pointerTo(row);
  return layout.records.flatMap((other) => {
    const fields = other.fields.filter((field, i) => pointsInto(other.kinds[i], field, table.name));
    if (fields.length === 0) return [];
    return other.rows
      .filter((r) => r !== row && exists(layout, other, r) && fields.some((f) => r[f] === pointer))
      .map((r) => ({ table: other, row: r }));
  });
}

/** Pointers to what lies beside an object and is not needed by it. */
const neighbours: ReadonlySet<string> = new Set(['behind']);

function pointsInto(
  kind: Table['kinds'][number] | undefined,
  field: string,
  table: string,
): boolean {
  return (
    typeof kind === 'object' &&
    'pointer' in kind &&
    kind.pointer === table &&
    !neighbours.has(field)
  );
}

/** As `Slab` makes it: a pointer to what lay there before has another generation. */
function pointerTo(row: AnyRow): number {
  return (row['generation']! << SLOT_BITS) + row.index + 1;
}

/** Made and not freed; a row that belongs to an object by its place exists with that. */
function exists(layout: Layout, { fields, keyed }: Table, row: AnyRow): boolean {
  if (fields.includes('live')) return row['live'] !== 0;
  if (keyed === undefined || typeof keyed.of === 'string' || !('row' in keyed.of)) return true;
  const owners = tableOf(layout, keyed.of.row);
  return exists(layout, owners, owners.rows[Math.floor(row.index / keyed.each)]!);
}

/** Nothing was written into it yet: its zeros name nothing. */
function isBlank({ fields }: Table, row: AnyRow): boolean {
  return fields.every((f) => f === 'live' || f === 'generation' || row[f] === 0);
}

/** The names of what its fields name and point to, and those of the rows that belong to it by their place; once each. */
function belongings(layout: Layout, table: Table, row: AnyRow): string[] {
  const names = table.fields.map((field, i) =>
    neighbours.has(field) ? undefined : referredTo(layout, table.kinds[i]!, row[field]!),
  );
  const more = layout.records
    .filter(({ keyed }) => keyed?.each === 1 && isRowOf(keyed.of, table.name))
    .flatMap((beside) => belongings(layout, beside, beside.rows[row.index]!));
  return [...new Set([...names.filter((name) => name !== undefined), ...more])];
}

function isRowOf(of: Kind, table: string): boolean {
  return typeof of === 'object' && 'row' in of && of.row === table;
}

/** What a number names, or the name of what it leads to; undefined if that has none. */
function referredTo(layout: Layout, kind: Kind, value: number): string | undefined {
  if (typeof kind !== 'object') return undefined;
  if ('name' in kind) return nameOf(kind, value);
  if ('pointer' in kind) {
    if (value === 0) return undefined;
    const target = tableOf(layout, kind.pointer);
    const row = target.rows[(value & SLOT_MASK) - 1]!;
    return pointerTo(row) === value ? ownNameOf(target, row) : undefined;
  }
  if (!('row' in kind) || value < kind.from) return undefined;
  const target = tableOf(layout, kind.row);
  return ownNameOf(target, target.rows[value - kind.from]!);
}

/** What it is itself called, or whose it is by its place. */
function ownNameOf({ fields, kinds, keyed }: Table, row: AnyRow): string | undefined {
  const own = kinds.findIndex((kind) => typeof kind === 'object' && 'name' in kind && kind.isOwn);
  if (own >= 0) return nameOf(kinds[own] as NameKind, row[fields[own]!]!);
  if (keyed === undefined || typeof keyed.of !== 'object' || !('name' in keyed.of))
    return undefined;
  return nameOf(keyed.of, keyed.of.from + Math.floor(row.index / keyed.each));
}

type NameKind = Extract<Reference, { readonly name: string }>;

/** `d0`, `mm0`; undefined for what means itself. */
function nameOf({ name, from }: NameKind, value: number): string | undefined {
  if (value < from) return undefined;
  return `${letters[name as Sort] ?? name}${value - from}`;
}
