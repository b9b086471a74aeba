import { type Keyed, type Kind, SLOT_BITS, SLOT_MASK } from '../memory/kinds.ts';
import type { Layout, Records } from '../memory/records.ts';
import type { World } from '../model/world.ts';
import { svaOf } from '../model/sva/bounds.ts';

/** A whole number from 0 to `limit` - 1. */
export type Random = (limit: number) => number;

/** New names by old ones, for each sort. */
export type Names = (sort: string, name: number) => number;

/**
 * Gives the objects of a state other indices and other names, at random: the same state, apart from indices and names. It
 * is written without the canonical form, which it tests: it rewrites the memories word by word.
 *
 * Rows of a table whose order matters stay. Rows that do not exist keep their order among each other, because the next
 * object is put into the first of them.
 *
 * @param world - the world whose devices and groups exist from the start: their names are their indices
 * @param isFixed - rows that must keep their index
 * @param keepsOrder - whether rows of tables whose order matters stay too
 */
export function renameAtRandom(
  layouts: readonly Layout[],
  random: Random,
  world: World,
  isFixed: (table: string, row: number) => boolean,
  keepsOrder = true,
): Names {
  const names = namesAtRandom(layouts, random, world);
  for (const layout of layouts) renameLayout(layout, random, names, isFixed, keepsOrder);
  return names;
}

function renameLayout(
  layout: Layout,
  random: Random,
  names: Names,
  isFixed: (table: string, row: number) => boolean,
  keepsOrder: boolean,
): void {
  const before = layout.snapshot();
  const places = new Map<string, readonly number[]>();
  for (const records of layout.records)
    if (records.keyed === undefined)
      places.set(
        records.name,
        placesAtRandom(records, before, random, (table, row) =>
          keepsOrder && records.isOrdered ? true : isFixed(table, row),
        ),
      );
  for (const records of layout.records)
    if (records.keyed !== undefined)
      places.set(records.name, placesByOwner(records, records.keyed, places, names));
  const raise = ticksAtRandom(layout, before, random);
  for (const records of layout.records) {
    const place = places.get(records.name)!;
    const { kinds } = records;
    for (let i = 0; i < records.rows.length; i++) {
      const from = records.base + i * kinds.length;
      const to = records.base + place[i]! * kinds.length;
      for (let f = 0; f < kinds.length; f++)
        layout.words[to + f] = translate(kinds[f]!, before[from + f]!, places, names, raise);
    }
    if (records.end !== undefined) layout.words[records.end] = highest(records, layout.words);
  }
}

function translate(
  kind: Kind,
  value: number,
  places: ReadonlyMap<string, readonly number[]>,
  names: Names,
  raise: (tick: number) => number,
): number {
  if (kind === 'order' || kind === 'barrier') return raise(value);
  if (typeof kind === 'string') return value;
  if ('pointer' in kind) {
    if (value === 0) return 0;
    const slot = (value & SLOT_MASK) - 1;
    return ((value >> SLOT_BITS) << SLOT_BITS) + places.get(kind.pointer)![slot]! + 1;
  }
  if ('row' in kind)
    return value < kind.from ? value : places.get(kind.row)![value - kind.from]! + kind.from;
  if ('set' in kind) {
    let mask = 0;
    places.get(kind.set)!.forEach((to, from) => {
      if ((value & (1 << from)) !== 0) mask |= 1 << to;
    });
    return mask;
  }
  return value < kind.from ? value : names(kind.name, value);
}

/** The new index of each row: any for existing rows, and in the same order for the others. */
function placesAtRandom(
  records: Records<string>,
  words: Int32Array,
  random: Random,
  isFixed: (table: string, row: number) => boolean,
): number[] {
  const live = records.fields.indexOf('live');
  const all = records.rows.map((_, i) => i);
  if (live < 0) return all;
  const exists = (i: number): boolean =>
    words[records.base + i * records.fields.length + live] !== 0;
  const movable = all.filter((i) => !isFixed(records.name, i));
  const dead = movable.filter((i) => !exists(i));
  const order = shuffled(movable.filter(exists), random);
  // put the rows that do not exist in between, one after the other
  let at = 0;
  for (const i of dead) {
    at += random(order.length - at + 1);
    order.splice(at, 0, i);
    at++;
  }
  const places = [...all];
  order.forEach((row, n) => (places[row] = movable[n]!));
  return places;
}

function placesByOwner(
  records: Records<string>,
  keyed: Keyed,
  places: ReadonlyMap<string, readonly number[]>,
  names: Names,
): number[] {
  return records.rows.map((_, i) => {
    const owner = Math.floor(i / keyed.each);
    const to = translate(keyed.of, owner, places, names, (tick) => tick);
    return to * keyed.each + (i % keyed.each);
  });
}

function highest(records: Records<string>, words: Int32Array): number {
  let end = 0;
  records.rows.forEach((_, i) => {
    if (words[records.base + i * records.fields.length] !== 0) end = i + 1;
  });
  return end;
}

/** Ticks further apart, in the same order. */
function ticksAtRandom(
  layout: Layout,
  words: Int32Array,
  random: Random,
): (tick: number) => number {
  const ticks = new Set<number>();
  for (const { kinds, rows, base } of layout.records)
    for (let i = 0; i < rows.length * kinds.length; i++) {
      const kind = kinds[i % kinds.length];
      if (kind === 'order' || kind === 'barrier') ticks.add(words[base + i]!);
    }
  let last = 0;
  const raised = new Map<number, number>();
  for (const tick of [...ticks].toSorted((a, b) => a - b))
    raised.set(tick, tick === 0 ? 0 : (last += 1 + random(3)));
  return (tick) => raised.get(tick)!;
}

function namesAtRandom(layouts: readonly Layout[], random: Random, world: World): Names {
  const made = new Map<string, Shuffled>();
  const limits = new Map<string, number>([
    ['device', svaOf(world).devices],
    ['group', world.vfio?.groups.length ?? 0],
  ]);
  for (const layout of layouts)
    for (const { kinds, rows } of layout.records)
      for (const kind of rows.length === 0 ? [] : kinds)
        if (typeof kind === 'object' && 'name' in kind && !limits.has(kind.name))
          limits.set(kind.name, 256);
  // A table has rows for each group, so the names of groups stay below their number.
  for (const layout of layouts)
    for (const { keyed, rows } of layout.records)
      if (keyed !== undefined && typeof keyed.of === 'object' && 'name' in keyed.of)
        if (keyed.of.name === 'group') limits.set(keyed.of.name, rows.length / keyed.each);
  for (const [sort, limit] of limits)
    made.set(sort, new Shuffled(limit, sort === 'mm' ? 1 : 0, random));
  return (sort, name) => made.get(sort)!.at(name);
}

/** Whole numbers in random order, each drawn when it is first needed, because few of many names are in use. */
class Shuffled {
  readonly #limit: number;
  readonly #first: number;
  readonly #random: Random;
  readonly #drawn = new Map<number, number>();
  /** The numbers at indices whose number was already drawn. */
  readonly #moved = new Map<number, number>();

  /** @param first - the smaller numbers stay: mms, for example, are counted from 1 */
  constructor(limit: number, first: number, random: Random) {
    this.#limit = limit;
    this.#first = first;
    this.#random = random;
  }

  at(place: number): number {
    if (place < this.#first) return place;
    let found = this.#drawn.get(place);
    if (found === undefined) {
      const begin = this.#first + this.#drawn.size;
      const from = begin + this.#random(this.#limit - begin);
      found = this.#moved.get(from) ?? from;
      this.#moved.set(from, this.#moved.get(begin) ?? begin);
      this.#drawn.set(place, found);
    }
    return found;
  }
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const order = [...items];
  for (let i = order.length - 1; i > 0; i--) {
    const j = random(i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
