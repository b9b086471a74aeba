/**
 * Flat memory with a declared layout.
 *
 * Whatever can change lives in one `Int32Array`; a layout says which records it holds and what their
 * fields are called. So a snapshot is a copy of an array, equality and hashing are loops, and a
 * difference can still be told by name (`mm[2].users`). Rows are made once and read and write the
 * array through accessors: code that uses them looks like code that uses objects.
 *
 * This folder knows nothing of PASIDs and imports nothing of ours.
 */

import { areSame, type Bytes, bytesOf, noBytes } from './bytes.ts';
import type { Footprint } from './footprint.ts';
import { type Fields, fieldKinds, fieldNames, type Keyed, type Kind } from './kinds.ts';
import { recordingRowClass } from './recording-rows.ts';

/** One record: its fields by name, each a 32-bit signed integer, and its place among its kind. */
export type Row<F extends string> = { readonly index: number } & { [K in F]: number };

/** A fixed number of records of one kind. */
export interface Records<F extends string> {
  readonly name: string;
  readonly fields: readonly F[];
  /** What each field means. */
  readonly kinds: readonly Kind[];
  /** If rows belong to something by their place. */
  readonly keyed: Keyed | undefined;
  readonly rows: readonly Row<F>[];
  /** First word of the first record. */
  readonly base: number;
  /** If some word holds one more than the highest index that can exist: where it lies. */
  readonly end: number | undefined;
  /** Whether it matters which of two rows comes first, because they are gone through in that order. */
  readonly isOrdered: boolean;
}

/** What more a table may say of its rows. */
export interface TableOptions {
  /** The rows belong to something by their place, such as one per device. */
  readonly keyed?: Keyed;
  /** The word that counts how far the table is in use. */
  readonly end?: number;
  /** It matters which of two rows comes first. */
  readonly isOrdered?: boolean;
}

/** Declares records one after the other; `words` is the memory that holds them all. */
export class Layout {
  readonly records: Records<string>[] = [];
  #used = 0;
  #view = new Int32Array(0) as Int32Array;
  readonly #capacity: number;
  readonly words: Int32Array;
  /** What is read and written through rows is recorded here, if anywhere. */
  readonly footprint: Footprint | undefined;
  #matters: number[] | undefined;
  #bytes: Bytes | undefined;
  /** The snapshot that was compared last, mostly the same again. */
  #compared: Int32Array | undefined;
  #comparedBytes = noBytes;

  /**
   * @param capacity - words to reserve; declaring more than fits throws
   * @param footprint - where to record what its rows read and write. What is done to the memory as a
   * whole (a snapshot, a restore, a clear) is not recorded
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

  /** Words in use. */
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

  /** Is everything as in this snapshot, but for counters? An object that came and went is a difference. */
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
        // Objects have a generation, which is cheaper to compare than to leave out.
        if (kinds[i % kinds.length] === 'ignored' && !fields.includes('live')) continue;
        if (ranges.at(-1) === base + i) ranges[ranges.length - 1]!++;
        else ranges.push(base + i, base + i + 1);
      }
    return ranges;
  }

  /** Every word that differs from `before`, by the name of its field: for reports and failing tests. */
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
 * A class of its own per kind of record, so that each place that reads a field sees one shape and the
 * accessors are inlined: as fast as plain objects. Layouts share it, because with a class per layout
 * every further kernel or model in a process slows down all of them (measured: to half).
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
