/**
 * Flat memory with a declared layout.
 *
 * All mutable state is in one `Int32Array`; a layout declares its records and the names of their
 * fields. So a snapshot is a copy of an array, equality and hashing are loops, and a
 * difference still has a name (`mm[2].users`). Rows are made once and read and write the
 * array through accessors, so code that uses them looks like code that uses objects.
 *
 * This folder knows nothing of PASIDs and imports no other folder.
 */

import { areSame, type Bytes, bytesOf, noBytes } from './bytes.ts';
import type { Footprint } from './footprint.ts';
import { type Fields, fieldKinds, fieldNames, type Keyed, type Kind } from './kinds.ts';
import { recordingRowClass } from './recording-rows.ts';

/** One record: its fields by name, each a 32-bit signed integer, and its index in its table. */
export type Row<F extends string> = { readonly index: number } & { [K in F]: number };

/** A fixed number of records of one kind. */
export interface Records<F extends string> {
  readonly name: string;
  readonly fields: readonly F[];
  /** The meaning of each field. */
  readonly kinds: readonly Kind[];
  /** Set if rows belong to objects by their index. */
  readonly keyed: Keyed | undefined;
  readonly rows: readonly Row<F>[];
  /** First word of the first record. */
  readonly base: number;
  /** The offset of the word that holds one more than the highest index that can exist, if there is one. */
  readonly end: number | undefined;
  /** Whether the order of rows matters, because code visits them in that order. */
  readonly isOrdered: boolean;
}

/** Options of a table. */
export interface TableOptions {
  /** The rows belong to objects by their index, for example one row per device. */
  readonly keyed?: Keyed;
  /** The word that counts how far the table is in use. */
  readonly end?: number;
  /** The order of rows matters. */
  readonly isOrdered?: boolean;
}

/** Declares records one after the other; `words` is the memory that holds all of them. */
export class Layout {
  readonly records: Records<string>[] = [];
  #used = 0;
  #view = new Int32Array(0) as Int32Array;
  readonly #capacity: number;
  readonly words: Int32Array;
  /** Records reads and writes through rows, if set. */
  readonly footprint: Footprint | undefined;
  #matters: number[] | undefined;
  #bytes: Bytes | undefined;
  /** The snapshot of the last comparison, usually the same again. */
  #compared: Int32Array | undefined;
  #comparedBytes = noBytes;

  /**
   * @param capacity - words to reserve; declaring more than fits throws
   * @param footprint - records the reads and writes of its rows. Operations on the whole memory
   * (snapshot, restore, clear) are not recorded
   */
  constructor(capacity: number, footprint?: Footprint) {
    this.#capacity = capacity;
    this.words = new Int32Array(capacity);
    this.footprint = footprint;
    footprint?.cover(capacity);
  }

  declare<const F extends string>(
    name: string,
    count: number,
    declared: Fields<F>,
    { keyed, end, isOrdered = false }: TableOptions = {},
  ): Records<F> {
    const fields = fieldNames(declared);
    const base = this.#used;
    this.#used += count * fields.length;
    if (this.#used > this.#capacity) throw new RangeError(`layout is full at ${name}`);
    const rows = this.#rows(count, fields, base);
    const made: Records<F> = {
      name,
      fields,
      kinds: fieldKinds(declared),
      keyed,
      base,
      end,
      isOrdered,
      rows: rows as unknown as readonly Row<F>[],
    };
    this.records.push(made);
    return made;
  }

  #rows(count: number, fields: readonly string[], base: number): object[] {
    const { words, footprint } = this;
    const each = (make: (own: Int32Array, index: number, start: number) => object) =>
      Array.from({ length: count }, (_, i) => {
        const start = base + i * fields.length;
        return make(words.subarray(start, start + fields.length), i, start);
      });
    if (footprint === undefined) {
      const RowOf = rowClass(fields);
      return each((own, i) => new RowOf(own, i));
    }
    const RowOf = recordingRowClass(fields);
    return each((own, i, start) => new RowOf(own, i, start, footprint));
  }

  /** The number of words in use. */
  get size(): number {
    return this.#used;
  }

  /** The words in use themselves. */
  get used(): Int32Array {
    if (this.#view.length !== this.#used) this.#view = this.words.subarray(0, this.#used);
    return this.#view;
  }

  clear(): void {
    this.words.fill(0, 0, this.#used);
  }

  snapshot(): Int32Array {
    return this.words.slice(0, this.#used);
  }

  restore(snapshot: Int32Array): void {
    this.words.set(snapshot);
  }

  /** Whether everything except counters equals this snapshot. An object that was made and freed is a difference. */
  isAs(snapshot: Int32Array): boolean {
    if (snapshot.length < this.#used) return false;
    const ranges = (this.#matters ??= this.#rangesThatMatter());
    const here = (this.#bytes ??= bytesOf(this.words));
    if (snapshot !== this.#compared) {
      this.#compared = snapshot;
      this.#comparedBytes = bytesOf(snapshot);
    }
    for (let r = 0; r < ranges.length; r += 2) {
      const start = ranges[r]! * 4;
      const end = ranges[r + 1]! * 4;
      if (!areSame(here, this.#comparedBytes, start, end)) return false;
    }
    return true;
  }

  /** Start and end of each run of words that are not ignored. */
  #rangesThatMatter(): number[] {
    const ranges: number[] = [];
    for (const { base, kinds, rows, fields } of this.records)
      for (let i = 0; i < kinds.length * rows.length; i++) {
        // Objects have a generation; comparing it is cheaper than skipping it.
        if (kinds[i % kinds.length] === 'ignored' && !fields.includes('live')) continue;
        if (ranges.at(-1) === base + i) ranges[ranges.length - 1]!++;
        else ranges.push(base + i, base + i + 1);
      }
    return ranges;
  }

  /** Every word that differs from `before`, with the name of its field, for reports and failing tests. */
  difference(before: Int32Array): { field: string; before: number; after: number }[] {
    const found: { field: string; before: number; after: number }[] = [];
    for (const { name, fields, rows, base } of this.records)
      for (let i = 0; i < rows.length * fields.length; i++) {
        const word = base + i;
        if (before[word] === this.words[word]) continue;
        const field = `${name}[${Math.floor(i / fields.length)}].${fields[i % fields.length]}`;
        found.push({ field, before: before[word] as number, after: this.words[word] as number });
      }
    return found;
  }
}

type RowClass = new (words: Int32Array, index: number) => object;

const rowClasses = new Map<string, RowClass>();

/**
 * One class per kind of record, so that each place that reads a field sees one shape and the
 * accessors are inlined: as fast as plain objects. Layouts share the class, because with a class per layout
 * every further kernel or model in a process slows down all of them (measured: to half speed).
 */
function rowClass(fields: readonly string[]): RowClass {
  const key = fields.join('\n');
  let found = rowClasses.get(key);
  if (found === undefined) rowClasses.set(key, (found = makeRowClass(fields)));
  return found;
}

function makeRowClass(fields: readonly string[]): RowClass {
  class AnyRow {
    readonly words: Int32Array;
    readonly index: number;
    constructor(words: Int32Array, index: number) {
      this.words = words;
      this.index = index;
    }
  }
  fields.forEach((field, offset) =>
    Object.defineProperty(AnyRow.prototype, field, {
      get(this: AnyRow) {
        return this.words[offset];
      },
      set(this: AnyRow, value: number) {
        this.words[offset] = value;
      },
    }),
  );
  return AnyRow;
}
