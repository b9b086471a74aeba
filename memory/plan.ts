import type { Kind } from './kinds.ts';
import type { Layout, Records } from './records.ts';

/** The meaning of a field’s number, as a number. */
export const code = {
  plain: 0,
  order: 1,
  barrier: 2,
  pointer: 3,
  row: 4,
  set: 5,
  name: 6,
} as const;

/**
 * The declarations of layouts as columns of numbers: table t has the fields from `firstField[t]` up to
 * `firstField[t + 1]`. Offsets are within the memory of the table’s layout.
 */
export interface Plan {
  readonly rows: number;
  readonly tables: number;
  /** The sorts of names that are renamed, in the order in which they were met. */
  readonly sorts: readonly string[];
  // For each table:
  readonly base: Int32Array;
  readonly stride: Int32Array;
  readonly count: Int32Array;
  /** Offset of the word from whose value on no row exists; -1 if it has none. */
  readonly end: Int32Array;
  /** Offset of the field that says whether a row exists; -1: it does if any field is set. */
  readonly live: Int32Array;
  /** 1: the order of rows matters. */
  readonly isOrdered: Int32Array;
  /** The number of its first row among all rows. */
  readonly firstRow: Int32Array;
  readonly firstField: Int32Array;
  /** The field that stands for the index of a row: the first one, if `each` is not 0. */
  readonly each: Int32Array;
  // For each field:
  readonly offset: Int32Array;
  readonly code: Int32Array;
  readonly from: Int32Array;
  /** For pointers, rows and sets: the table. For names: the sort. */
  readonly to: Int32Array;
  /**
   * For each table: the offset of a row’s own name, the smallest number that is a name, and its sort; -1 if rows have
   * no name. The name is not a field: a row with a name is the node of that name.
   */
  readonly ownOffset: Int32Array;
  readonly ownFrom: Int32Array;
  readonly ownSort: Int32Array;
  // For each row:
  readonly tableOfRow: Int32Array;
  /** For each table: whether it has barriers. The barriers of all tables share one clock. */
  readonly hasBarriers: Int32Array;
}

interface Field {
  readonly offset: number;
  readonly isOwn: boolean;
  readonly code: number;
  readonly from: number;
  readonly to: number;
}

/**
 * @param renames - the sorts of names that are renamed; a name of any other sort means itself
 * @throws Error if a field refers to a table that its layout does not have
 */
export function planOf(layouts: readonly Layout[], renames: (sort: string) => boolean): Plan {
  const sorts: string[] = [];
  const tables = layouts.flatMap((layout, i) => {
    const before = layouts.slice(0, i);
    const first = before.reduce((sum, l) => sum + l.records.length, 0);
    const numbers = new Map(layout.records.map((r, at) => [r.name, first + at]));
    return layout.records.map((records) => tableOf(records, numbers, sorts, renames));
  });
  const fields = tables.flatMap((t) => t.fields);
  const column = (of: (t: (typeof tables)[number], i: number) => number): Int32Array =>
    Int32Array.from(tables, of);
  const firstField = sums(column((t) => t.fields.length));
  const cells = (of: (f: Field) => number): Int32Array => Int32Array.from(fields, of);
  const count = column((t) => t.count);
  return {
    rows: count.reduce((sum, n) => sum + n, 0),
    tables: tables.length,
    sorts,
    base: column((t) => t.base),
    stride: column((t) => t.stride),
    count,
    end: column((t) => t.end),
    live: column((t) => t.live),
    isOrdered: column((t) => (t.isOrdered ? 1 : 0)),
    firstRow: sums(count),
    firstField,
    each: column((t) => t.each),
    offset: cells((f) => f.offset),
    code: cells((f) => f.code),
    from: cells((f) => f.from),
    to: cells((f) => f.to),
    ownOffset: column((t) => t.own?.offset ?? -1),
    ownFrom: column((t) => t.own?.from ?? 0),
    ownSort: column((t) => t.own?.to ?? -1),
    tableOfRow: Int32Array.from(tables.flatMap((t, i) => Array.from({ length: t.count }, () => i))),
    hasBarriers: column((t) => (t.fields.some((f) => f.code === code.barrier) ? 1 : 0)),
  };
}

function tableOf(
  records: Records<string>,
  tables: ReadonlyMap<string, number>,
  sorts: string[],
  renames: (sort: string) => boolean,
) {
  const { keyed } = records;
  const all = records.kinds.flatMap((kind, offset) =>
    kind === 'ignored' || records.fields[offset] === 'live'
      ? []
      : [fieldOf(kind, offset, tables, sorts, renames)],
  );
  const fields = all.filter((f) => !f.isOwn);
  return {
    base: records.base,
    stride: records.fields.length,
    // A table with only counters does not matter.
    count: all.length === 0 ? 0 : records.rows.length,
    end: records.end ?? -1,
    live: records.fields.indexOf('live'),
    isOrdered: records.isOrdered,
    each: keyed?.each ?? 0,
    own: all.find((f) => f.isOwn),
    fields:
      keyed === undefined ? fields : [fieldOf(keyed.of, -1, tables, sorts, renames), ...fields],
  };
}

function fieldOf(
  kind: Kind,
  offset: number,
  tables: ReadonlyMap<string, number>,
  sorts: string[],
  renames: (sort: string) => boolean,
): Field {
  const table = (name: string): number => {
    const found = tables.get(name);
    if (found === undefined) throw new Error(`a field refers to ${name}, which is no table`);
    return found;
  };
  const plain = { offset, from: 0, to: -1, isOwn: false };
  if (typeof kind === 'string')
    return {
      ...plain,
      code: kind === 'order' ? code.order : kind === 'barrier' ? code.barrier : code.plain,
    };
  if ('pointer' in kind) return { ...plain, code: code.pointer, to: table(kind.pointer) };
  if ('set' in kind) return { ...plain, code: code.set, to: table(kind.set) };
  if ('row' in kind) return { ...plain, code: code.row, from: kind.from, to: table(kind.row) };
  if (!renames(kind.name)) return { ...plain, code: code.plain };
  if (!sorts.includes(kind.name)) sorts.push(kind.name);
  return {
    ...plain,
    code: code.name,
    from: kind.from,
    to: sorts.indexOf(kind.name),
    isOwn: kind.isOwn,
  };
}

/** Prefix sums: 0, the first, the sum of the first two, ... */
function sums(values: Int32Array): Int32Array {
  const found = new Int32Array(values.length + 1);
  values.forEach((value, i) => (found[i + 1] = found[i]! + value));
  return found;
}
