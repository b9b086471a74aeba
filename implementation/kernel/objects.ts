import { type Keyed, type Kind, type Reference, SLOT_BITS, SLOT_MASK } from '../../memory/kinds.ts';
import type { Layout, Records } from '../../memory/records.ts';
import { domains } from '../../model/domains.ts';

/** The first letter of names in a trace, by the sort of object. */
const letters = new Map(
  domains.flatMap(({ sorts }) => sorts.map(({ name, letter }) => [name, letter] as const)),
);

/**
 * Objects of the kernel in words, and the pointers between them. The layout says what each number means, so a
 * new kind of object needs no code here.
 */

type Table = Records<string>;
type AnyRow = Table['rows'][number];

/** An object that exists: its table and its row in it. */
export interface KernelObject {
  readonly table: Table;
  readonly row: AnyRow;
}

/** A table with fields that may point to the objects of another one. */
interface Pointers {
  readonly table: Table;
  readonly fields: readonly string[];
}

/** Pointers to neighbours of an object, which it does not need. */
const neighbours: ReadonlySet<string> = new Set(['behind']);

const known = new WeakMap<Layout, Objects>();

/** The objects of a layout. Facts about the layout are computed once, because a search on a kernel that leaks asks at each rest. */
export function objectsOf(layout: Layout): Objects {
  let objects = known.get(layout);
  if (objects === undefined) known.set(layout, (objects = new Objects(layout)));
  return objects;
}

class Objects {
  readonly #words: Int32Array;
  readonly #tables: ReadonlyMap<string, Table>;
  /** By the table that they point to. */
  readonly #pointers = new Map<string, Pointers[]>();
  /** Tables that have a row for each object of another table, by that other table. */
  readonly #beside = new Map<string, Table[]>();

  constructor({ records, words }: Layout) {
    this.#words = words;
    this.#tables = new Map(records.map((table) => [table.name, table]));
    for (const { name } of records) {
      const pointers = records.map((table): Pointers => ({
        table,
        fields: table.fields.filter((field, i) => pointsTo(table.kinds[i]!, name, field)),
      }));
      this.#pointers.set(
        name,
        pointers.filter(({ fields }) => fields.length > 0),
      );
      this.#beside.set(
        name,
        records.filter(({ keyed }) => keyed?.each === 1 && isOf(keyed, name)),
      );
    }
  }

  /** The objects that were made and not freed. */
  in(table: string): KernelObject[] {
    const found = this.#table(table);
    return this.#used(found)
      .filter((row) => row['live'] !== 0)
      .map((row) => ({ table: found, row }));
  }

  /** Every object that points to this one. */
  holdersOf({ table, row }: KernelObject): KernelObject[] {
    const pointer = pointerTo(row);
    const found: KernelObject[] = [];
    for (const { table: other, fields } of this.#pointers.get(table.name)!)
      for (const r of this.#used(other))
        if (fields.some((field) => r[field] === pointer) && r !== row && this.#exists(other, r))
          found.push({ table: other, row: r });
    return found;
  }

  /** `mm_struct mm0`, by its name; otherwise by the objects that it belongs to: `arm_smmu_bond of d0 and mm0`. */
  text({ table, row }: KernelObject): string {
    const own = ownNameOf(table, row);
    if (own !== undefined) return `${table.name} ${own}`;
    const of = isBlank(table, row) ? [] : this.#belongings(table, row);
    return of.length === 0 ? table.name : `${table.name} of ${of.join(' and ')}`;
  }

  #table(name: string): Table {
    const table = this.#tables.get(name);
    if (table === undefined) throw new Error(`no table ${name}`);
    return table;
  }

  /** The rows up to the highest that is in use. */
  #used({ rows, end }: Table): readonly AnyRow[] {
    return end === undefined ? rows : rows.slice(0, this.#words[end]);
  }

  /** Whether it was made and not freed; a row that belongs to an object by its index exists with that object. */
  #exists({ fields, keyed }: Table, row: AnyRow): boolean {
    if (fields.includes('live')) return row['live'] !== 0;
    if (keyed === undefined || typeof keyed.of === 'string' || !('row' in keyed.of)) return true;
    const owners = this.#table(keyed.of.row);
    return this.#exists(owners, owners.rows[Math.floor(row.index / keyed.each)]!);
  }

  /** The names in its fields, of the objects that they point to, and of the rows that belong to it by index; once each. */
  #belongings(table: Table, row: AnyRow): string[] {
    const names = table.fields.map((field, i) =>
      neighbours.has(field) ? undefined : this.#referredTo(table.kinds[i]!, row[field]!),
    );
    const more = this.#beside
      .get(table.name)!
      .flatMap((beside) => this.#belongings(beside, beside.rows[row.index]!));
    return [...new Set([...names.filter((name) => name !== undefined), ...more])];
  }

  /** The name that a number stands for, or of the object that it points to; undefined if there is none. */
  #referredTo(kind: Kind, value: number): string | undefined {
    if (typeof kind !== 'object') return undefined;
    if ('name' in kind) return nameOf(kind, value);
    if ('pointer' in kind) {
      if (value === 0) return undefined;
      const target = this.#table(kind.pointer);
      const row = target.rows[(value & SLOT_MASK) - 1]!;
      return pointerTo(row) === value ? ownNameOf(target, row) : undefined;
    }
    if (!('row' in kind) || value < kind.from) return undefined;
    const target = this.#table(kind.row);
    return ownNameOf(target, target.rows[value - kind.from]!);
  }
}

function pointsTo(kind: Kind, table: string, field: string): boolean {
  if (typeof kind !== 'object' || !('pointer' in kind)) return false;
  return kind.pointer === table && !neighbours.has(field);
}

function isOf({ of }: Keyed, table: string): boolean {
  return typeof of === 'object' && 'row' in of && of.row === table;
}

/** As `Slab` makes it: a pointer to an earlier object in this slot has another generation. */
function pointerTo(row: AnyRow): number {
  return (row['generation']! << SLOT_BITS) + row.index + 1;
}

/** Whether nothing was written into it yet: its zeros are not names. */
function isBlank({ fields }: Table, row: AnyRow): boolean {
  return fields.every((f) => f === 'live' || f === 'generation' || row[f] === 0);
}

/** Its own name, or that of the object to which it belongs by its index. */
function ownNameOf({ fields, kinds, keyed }: Table, row: AnyRow): string | undefined {
  const own = kinds.findIndex((kind) => typeof kind === 'object' && 'name' in kind && kind.isOwn);
  if (own >= 0) return nameOf(kinds[own] as NameKind, row[fields[own]!]!);
  if (keyed === undefined || typeof keyed.of !== 'object' || !('name' in keyed.of))
    return undefined;
  return nameOf(keyed.of, keyed.of.from + Math.floor(row.index / keyed.each));
}

type NameKind = Extract<Reference, { readonly name: string }>;

/** `d0`, `mm0`; undefined for a number that means itself. */
function nameOf({ name, from }: NameKind, value: number): string | undefined {
  if (value < from) return undefined;
  return `${letters.get(name) ?? name}${value - from}`;
}
