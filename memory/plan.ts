import type { Kind } from './kinds.ts';
import type { Layout, Records } from './records.ts';

/** What a field’s number means, as a number. */
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
 * What the layouts declare, as columns of numbers: table t has the fields from `firstField[t]` up to
 * `firstField[t + 1]`. Places are within the memory of the table’s layout.
 */
export interface Plan {
  readonly rows: number;
  readonly tables: number;
  /** The sorts of names that are renamed, as they were met. */
  readonly sorts: readonly string[];
  // Of tables:
  readonly base: Int32Array;
  readonly stride: Int32Array;
  readonly count: Int32Array;
  /** Where a word says that no row exists from there on; -1 if none does. */
  readonly end: Int32Array;
  /** Offset of the field that says whether a row exists; -1: it does if any field is set. */
  readonly live: Int32Array;
  /** 1: which of two rows comes first matters. */
  readonly isOrdered: Int32Array;
  /** Number of its first row among all rows. */
  readonly firstRow: Int32Array;
  readonly firstField: Int32Array;
  /** The field that the place of a row stands for: its first one, if `each` is not 0. */
  readonly each: Int32Array;
  // Of fields:
  readonly offset: Int32Array;
  readonly code: Int32Array;
  readonly from: Int32Array;
  /** Of pointers, rows and sets: the table. Of names: the sort. */
  readonly to: Int32Array;
  /**
   * Of tables: where a row’s own name is, from which number on it is one, and of which sort; -1 if rows have
   * none. It is no field: a row with a name is the node of that name.
   */
  readonly ownOffset: Int32Array;
  readonly ownFrom: Int32Array;
  readonly ownSort: Int32Array;
  // Of rows:
  readonly tableOfRow: Int32Array;
  /** Of each table: whether it has barriers. Those of all tables are of one clock. */
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
 * @param renames - sorts of names that stand for something; a name of any other sort means itself
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
    // A table that has nothing but counters tells nothing.
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

/** 0, then the sum of the first, of the first two ... */
function sums(values: Int32Array): Int32Array {
  const found = new Int32Array(values.length + 1);
  values.forEach((value, i) => (found[i + 1] = found[i]! + value));
  return found;
}
