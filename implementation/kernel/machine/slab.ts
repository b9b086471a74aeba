import type { Footprint } from '../../../memory/footprint.ts';
import {
  fieldKinds,
  fieldNames,
  type Fields as FieldList,
  type Kind,
  SLOT_BITS,
  SLOT_MASK,
} from '../../../memory/kinds.ts';
import type { Row } from '../../../memory/records.ts';
import type { Machine } from './machine.ts';
import { Oops, WorldFull } from './splat.ts';

/**
 * A pointer to an object of a slab: 0 is NULL, otherwise slot and generation. A pointer to an object
 * that was freed keeps the old generation, so the machine notices when it is used (as KASAN does).
 */
export type Ptr = number;

/** The address of an object: that of another one that lay there before is the same. For what compares addresses alone. */
export function addressOf(ptr: Ptr): number {
  return ptr & SLOT_MASK;
}

type Fields<F extends string> = F | 'live' | 'generation';
/** The first fields of every object, in this order; its own fields follow. */
type Header = Row<'live' | 'generation'>;
const LIVE = 0;
const GENERATION = 1;
const HEADER = 2;

/** For a slab whose objects the kernel visits in the order of their slots, as in a list. */
export const IN_ORDER = true;

/** kmalloc and kfree for one type of object. */
export class Slab<F extends string> {
  readonly name: string;
  /** The number of objects that fit. */
  readonly capacity: number;
  readonly #machine: Machine;
  /** The number of objects that exist, and one more than their highest index. */
  readonly #count: Row<'live' | 'end'>;
  /** All rows, by index. */
  readonly all: readonly Row<Fields<F>>[];
  /** Element n: the first n rows. */
  readonly #firstRows: readonly (readonly Row<Fields<F>>[])[];
  /**
   * The memory of the objects. This class handles rows of every kind, so access through their accessors
   * would need a look-up each time (measured: a fifth of the kernel’s time); it reads the words directly.
   */
  readonly #words: Int32Array;
  /** So it has to record its reads and writes itself, if they are recorded. */
  readonly #footprint: Footprint | undefined;
  readonly #base: number;
  readonly #stride: number;
  /** The fields that only objects of this slab have. */
  readonly #own: readonly string[];

  /** @param isOrdered - whether the kernel visits its objects in the order of their slots */
  constructor(
    machine: Machine,
    name: string,
    capacity: number,
    fields: FieldList<F>,
    isOrdered = false,
  ) {
    if (capacity > SLOT_MASK) throw new RangeError(`slab ${name}: at most ${SLOT_MASK} objects`);
    this.name = name;
    this.capacity = capacity;
    this.#machine = machine;
    const count = machine.layout.declare(`${name} count`, 1, { live: 'ignored', end: 'ignored' });
    this.#count = count.rows[0]!;
    const names = fieldNames(fields);
    const kinds = fieldKinds(fields);
    const records = machine.layout.declare<Fields<F>>(
      name,
      capacity,
      {
        live: 'value',
        generation: 'ignored',
        ...Object.fromEntries(names.map((field, i) => [field, kinds[i]!])),
      } as Record<Fields<F>, Kind>,
      { end: count.base + 1, isOrdered },
    );
    this.all = records.rows;
    this.#firstRows = Array.from({ length: capacity + 1 }, (_, n) => records.rows.slice(0, n));
    this.#words = machine.layout.words;
    this.#footprint = machine.layout.footprint;
    this.#base = records.base;
    this.#own = names;
    this.#stride = names.length + HEADER;
    machine.slabs.push(this);
  }

  /**
   * All rows up to the highest object that exists, including free ones (`live` is 0). Few
   * objects exist, and this list is walked very often.
   */
  get rows(): readonly Row<Fields<F>>[] {
    return this.#firstRows[this.#count.end]!;
  }

  /** The objects that exist. */
  get live(): number {
    return this.#count.live;
  }

  get room(): number {
    return this.capacity - this.#count.live;
  }

  /** A zeroed object; 0 when the allocation fails (kzalloc). */
  alloc(): Ptr {
    return this.#machine.allocationFails(this.name) ? 0 : this.embedded();
  }

  /** An object that needs no allocation: it is part of another one, or comes from a reserve. Never fails. */
  embedded(): Ptr {
    const words = this.#words;
    for (let index = 0; index < this.capacity; index++) {
      const at = this.#at(index);
      this.#footprint?.read(at + LIVE);
      if (words[at + LIVE] !== 0) continue;
      if (this.#footprint !== undefined) this.#recordMade(this.#footprint, at);
      for (let i = HEADER; i < this.#stride; i++) words[at + i] = 0;
      words[at + LIVE] = 1;
      words[at + GENERATION]!++;
      this.#count.live++;
      if (index >= this.#count.end) this.#count.end = index + 1;
      return this.pointerTo(index);
    }
    throw new WorldFull(this.name);
  }

  /** `*to = *from`, without the first fields of every object. */
  assign(to: Ptr, from: Ptr, where: string): void {
    const source = this.at(from, where) as Row<string>;
    const target = this.at(to, where) as Row<string>;
    for (const field of this.#own) target[field] = source[field]!;
  }

  pointer(row: Row<Fields<F>>): Ptr {
    return this.pointerTo((row as Header).index);
  }

  /** A pointer to the present, or else the last, object at this index. */
  pointerTo(index: number): Ptr {
    const at = this.#at(index) + GENERATION;
    this.#footprint?.read(at);
    return (this.#words[at]! << SLOT_BITS) + index + 1;
  }

  /** Whether the pointer is still valid, for code that may check this without touching the object. */
  isLive(ptr: Ptr): boolean {
    return ptr !== 0 && this.#exists(ptr);
  }

  /** Dereference. The use of a freed object is noted, and its old contents are read, as in a kernel. */
  at(ptr: Ptr, where: string): Row<Fields<F>> {
    if (ptr === 0) {
      this.#machine.splat('null dereference', where, this.name);
      throw new Oops(where);
    }
    this.#machine.step();
    if (!this.#exists(ptr)) this.#machine.splat('use-after-free', where, this.name);
    return this.all[slotOf(ptr)]!;
  }

  /** kfree; NULL is fine. */
  free(ptr: Ptr, where: string): void {
    if (ptr === 0) return;
    if (!this.#exists(ptr)) {
      this.#machine.splat('double free', where, this.name);
      return;
    }
    (this.all[slotOf(ptr)] as Header).live = 0;
    this.#count.live--;
    let { end } = this.#count;
    while (end > 0 && this.#isFree(end - 1)) end--;
    this.#count.end = end;
  }

  #at(index: number): number {
    return this.#base + index * this.#stride;
  }

  #isFree(index: number): boolean {
    const at = this.#at(index) + LIVE;
    this.#footprint?.read(at);
    return this.#words[at] === 0;
  }

  /** Making an object writes all its words; its generation increases. */
  #recordMade(footprint: Footprint, at: number): void {
    footprint.read(at + GENERATION);
    for (let i = 0; i < this.#stride; i++) footprint.write(at + i);
  }

  /** Whether the object of a pointer exists is read from two words. */
  #recordLook(footprint: Footprint, at: number): void {
    footprint.read(at + LIVE);
    footprint.read(at + GENERATION);
  }

  #exists(ptr: Ptr): boolean {
    const at = this.#at(slotOf(ptr));
    if (this.#footprint !== undefined) this.#recordLook(this.#footprint, at);
    return this.#words[at + LIVE] !== 0 && this.#words[at + GENERATION] === ptr >> SLOT_BITS;
  }
}

function slotOf(ptr: Ptr): number {
  return (ptr & SLOT_MASK) - 1;
}
