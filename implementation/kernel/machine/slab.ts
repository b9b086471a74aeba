import type { Row } from '../../../memory/records.ts';
import type { Machine } from './machine.ts';
import { Oops, WorldFull } from './splat.ts';

/**
 * A pointer to an object of a slab: 0 is NULL, otherwise slot and generation. A pointer to an object
 * that was freed keeps the old generation, so the machine notices when it is used (as KASAN does).
 */
export type Ptr = number;

const SLOT_BITS = 6;
const SLOT_MASK = (1 << SLOT_BITS) - 1;

type Fields<F extends string> = F | 'live' | 'generation';
/** What every object has; its fields follow. */
type Header = Row<'live' | 'generation'>;

/** kmalloc and kfree for one type of object. */
export class Slab<F extends string> {
  readonly name: string;
  readonly rows: readonly Row<Fields<F>>[];
  readonly #machine: Machine;
  readonly #count: Row<'live'>;
  /** Where the objects lie, to zero them in one go. */
  readonly #words: Int32Array;
  readonly #base: number;
  readonly #stride: number;

  constructor(machine: Machine, name: string, count: number, fields: readonly F[]) {
    if (count > SLOT_MASK) throw new RangeError(`slab ${name}: at most ${SLOT_MASK} objects`);
    this.name = name;
    this.#machine = machine;
    this.#count = machine.layout.declare(`${name} count`, 1, ['live']).rows[0]!;
    const records = machine.layout.declare<Fields<F>>(name, count, [
      'live',
      'generation',
      ...fields,
    ]);
    this.rows = records.rows;
    this.#words = machine.layout.words;
    this.#base = records.base;
    this.#stride = fields.length + 2;
  }

  /** Objects that exist. */
  get live(): number {
    return this.#count.live;
  }

  get room(): number {
    return this.rows.length - this.#count.live;
  }

  /** A zeroed object; 0 when the allocation fails (kzalloc). */
  alloc(): Ptr {
    if (this.#machine.allocationFails()) return 0;
    for (const row of this.rows) {
      if (row.live !== 0) continue;
      const at = this.#base + row.index * this.#stride;
      for (let i = at + 2; i < at + this.#stride; i++) this.#words[i] = 0;
      (row as Header).live = 1;
      (row as Header).generation++;
      this.#count.live++;
      return this.pointer(row);
    }
    throw new WorldFull(this.name);
  }

  pointer(row: Row<Fields<F>>): Ptr {
    return ((row as Header).generation << SLOT_BITS) + row.index + 1;
  }

  /** Is this what the pointer still means? For code that may ask without touching the object. */
  isLive(ptr: Ptr): boolean {
    if (ptr === 0) return false;
    const row = this.rows[(ptr & SLOT_MASK) - 1]! as Header;
    return row.live !== 0 && row.generation === ptr >> SLOT_BITS;
  }

  /** Dereference. A freed object is noted and read as it lies there, which is what a kernel would do. */
  at(ptr: Ptr, where: string): Row<Fields<F>> {
    if (ptr === 0) {
      this.#machine.splat('null dereference', where, this.name);
      throw new Oops(where);
    }
    const row = this.rows[(ptr & SLOT_MASK) - 1]! as Header;
    if (row.live === 0 || row.generation !== ptr >> SLOT_BITS)
      this.#machine.splat('use-after-free', where, this.name);
    return row as Row<Fields<F>>;
  }

  /** kfree; NULL is fine. */
  free(ptr: Ptr, where: string): void {
    if (ptr === 0) return;
    const row = this.rows[(ptr & SLOT_MASK) - 1]! as Header;
    if (row.live === 0 || row.generation !== ptr >> SLOT_BITS) {
      this.#machine.splat('double free', where, this.name);
      return;
    }
    row.live = 0;
    this.#count.live--;
  }
}
