import { SLOT_BITS, SLOT_MASK } from './kinds.ts';
import { code, type Plan, planOf } from './plan.ts';
import type { Layout } from './records.ts';

/** Which differences between two states are only names. */
export interface Alike {
  /** Rows of a table, wherever they lie; of a table whose order matters, only if `order` is set too. */
  readonly rows: boolean;
  /** Rows of tables whose order matters. Then it is taken not to matter. */
  readonly order?: boolean;
  /** Sorts of names that may be exchanged among each other. */
  readonly names: (sort: string) => boolean;
}

/** What a node’s contents are made of, in the order of its fields. */
const VALUE = 0;
const REFERENCE = 1;
const MEMBERS = 2;

const NAMES_MAX = 1024;
const REPEATED_MASK = (1 << 17) - 1;

/**
 * A state without its names: two states have the same form exactly if a renaming of what is alike
 * (objects wherever they lie in their tables, processes, files ..., by whatever name) turns one into
 * the other.
 *
 * The state is a graph: a node for each row that exists and for each name, an edge for each field that
 * refers. Nodes are coloured by what they contain, then by the colours around them, until no more
 * differ (colour refinement). Nodes are written down in the order of their colours. Where two are left
 * with the same colour, one is singled out and the colouring goes on; with a third like them, each is
 * tried and the smallest form counts. (Two suffice once: between classes of at most two nodes a stable
 * colouring leaves only complete, empty and one-to-one relations, and exchanging all pairs at once
 * keeps all of these. See docs/exploration.md.)
 *
 * Rows that do not exist count for nothing; a pointer to one is stale, and that is all there is to say
 * of it: what it would read, once it is used, is not compared. Where something goes by the place of a
 * row that does not exist (an ASID by that of its mm), it counts which of the free places that is.
 */
export class Canonicaliser {
  /** The form: valid up to `length`, until the next `run`. */
  form: Int32Array;
  length = 0;
  readonly #alikeRows: boolean;
  readonly #alikeOrder: boolean;
  readonly #plan: Plan;
  /** Of each table: the memory it lies in. */
  readonly #memory: readonly Int32Array[];
  /** An odd random number per field: for what it contains, for the edge it makes, and for the way back. */
  readonly #valueKey: Int32Array;
  readonly #edgeKey: Int32Array;
  readonly #backKey: Int32Array;

  // The nodes of the present state.
  #nodes = 0;
  /** Tables first, then sorts of names. */
  readonly #type: Int32Array;
  /** The name; -1 if it has none. */
  readonly #name: Int32Array;
  /** First and last of the rows that are this node; the rows between are chained. */
  readonly #firstRow: Int32Array;
  readonly #lastRow: Int32Array;
  readonly #nextRow: Int32Array;
  readonly #contents: Int32Array;
  readonly #nodeOfRow: Int32Array;
  readonly #nodeOfName: Int32Array;

  // Their contents, and the edges between them.
  readonly #itemKind: Int32Array;
  readonly #item: Int32Array;
  #edges = 0;
  readonly #source: Int32Array;
  readonly #target: Int32Array;
  /** Field of an edge. */
  readonly #label: Int32Array;

  readonly #barriers: number[] = [];
  #colours: Int32Array;
  #next: Int32Array;
  readonly #order: Int32Array;
  readonly #place: Int32Array;
  readonly #seen: Int32Array;
  readonly #seenAt: Int32Array;
  #round = 0;
  /** Pairs of words: hashes of descriptions. */
  readonly #repeated = new Int32Array((REPEATED_MASK + 1) * 2);
  #best: Int32Array;
  #bestLength = 0;

  /** @param layouts - memories that are one state together; their names of one sort are the same names. */
  constructor(layouts: readonly Layout[], alike: Alike) {
    const plan = (this.#plan = planOf(layouts, alike.names));
    this.#memory = layouts.flatMap(({ words, records }) => records.map(() => words));
    this.#alikeRows = alike.rows;
    this.#alikeOrder = alike.order ?? false;
    const fields = plan.code.length;
    this.#valueKey = oddKeys(fields, 1);
    this.#edgeKey = oddKeys(fields, 2);
    this.#backKey = oddKeys(fields, 3);
    const nodes = plan.rows + 512;
    const items = nodes * 12;
    this.#type = new Int32Array(nodes);
    this.#name = new Int32Array(nodes);
    this.#firstRow = new Int32Array(nodes);
    this.#lastRow = new Int32Array(nodes);
    this.#nextRow = new Int32Array(plan.rows);
    this.#contents = new Int32Array(nodes + 1);
    this.#nodeOfRow = new Int32Array(plan.rows);
    this.#nodeOfName = new Int32Array(plan.sorts.length * NAMES_MAX).fill(-1);
    this.#itemKind = new Int32Array(items);
    this.#item = new Int32Array(items);
    this.#source = new Int32Array(items);
    this.#target = new Int32Array(items);
    this.#label = new Int32Array(items);
    this.#colours = new Int32Array(nodes);
    this.#next = new Int32Array(nodes);
    this.#order = new Int32Array(nodes);
    this.#place = new Int32Array(nodes);
    const slots = 1 << Math.ceil(Math.log2(nodes * 4));
    this.#seen = new Int32Array(slots);
    this.#seenAt = new Int32Array(slots);
    this.form = new Int32Array(items);
    this.#best = new Int32Array(items);
  }

  /**
   * Writes the form of what the layouts hold now, unless the same was asked for lately.
   *
   * @param skipRepeated - nobody needs the form of a state a second time
   * @returns whether the form was written
   */
  run(skipRepeated = false): boolean {
    this.#findRows();
    this.#describe();
    if (skipRepeated && this.#isRepeated()) {
      this.#forgetNames();
      return false;
    }
    this.#bestLength = -1;
    this.#search();
    const { form } = this;
    this.form = this.#best;
    this.#best = form;
    this.length = this.#bestLength;
    this.#forgetNames();
    return true;
  }

  /** From now on every state is new. */
  forget(): void {
    this.#repeated.fill(0);
  }

  /**
   * Was this very description made before? Not every state with the same form has the same description,
   * but half of those that come again do, and to know it costs little (measured: a fifth of all time
   * saved). Each place remembers the description that was there last.
   */
  #isRepeated(): boolean {
    let low = 0x3c6ef372;
    let high = 0x1f83d9ab;
    for (let node = 0; node < this.#nodes; node++) {
      const word = (this.#type[node]! << 16) ^ this.#contents[node]!;
      low = Math.imul(low ^ word, 0x9e3779b1);
      low ^= low >>> 15;
      high = Math.imul(high + word, 0x85ebca6b) ^ low;
    }
    for (let at = 0, end = this.#contents[this.#nodes]!; at < end; at++) {
      const word = this.#item[at]! * 4 + this.#itemKind[at]!;
      low = Math.imul(low ^ word, 0x9e3779b1);
      low ^= low >>> 15;
      high = Math.imul(high + word, 0x85ebca6b) ^ low;
    }
    high = mix(high, 5);
    const at = (high & REPEATED_MASK) * 2;
    const cache = this.#repeated;
    if (cache[at] === low && cache[at + 1] === high) return true;
    cache[at] = low;
    cache[at + 1] = high;
    return false;
  }

  // ---- the graph

  /** A node for every row that exists; the barriers in them. */
  #findRows(): void {
    const { tables, base, stride, count, end, live, firstRow, barrierTable, own } = this.#plan;
    const { offset, from: named, to } = this.#plan;
    this.#nodeOfRow.fill(-1);
    this.#barriers.length = 0;
    this.#nodes = 0;
    for (let t = 0; t < tables; t++) {
      const words = this.#memory[t]!;
      const rows = end[t]! < 0 ? count[t]! : words[end[t]!]!;
      if (rows === 0) continue;
      const liveAt = live[t]!;
      const step = stride[t]!;
      const first = firstRow[t]!;
      const from = base[t]!;
      for (let i = 0, at = from; i < rows; i++, at += step) {
        if (liveAt < 0) {
          // Mostly there is nothing: look for the next word that is set.
          const until = from + rows * step;
          while (at < until && words[at] === 0) at++;
          if (at === until) break;
          i = ((at - from) / step) | 0;
          at = from + i * step;
          if (!this.#isSet(t, at)) continue;
        } else if (words[at + liveAt] === 0) continue;
        const name = own[t]! < 0 ? -1 : words[at + offset[own[t]!]!]!;
        if (own[t]! >= 0 && name >= named[own[t]!]!)
          this.#attach(this.#nodeForName(to[own[t]!]!, name), first + i);
        else this.#attach(this.#newNode(t, -1), first + i);
        if (t === barrierTable) this.#noteBarriers(t, at);
      }
    }
    if (this.#barriers.length > 1) this.#barriers.sort((a, b) => a - b);
  }

  #noteBarriers(table: number, at: number): void {
    const { firstField, code: codes, offset } = this.#plan;
    for (let f = firstField[table]!; f < firstField[table + 1]!; f++)
      if (codes[f] === code.barrier) this.#noteBarrier(this.#memory[table]![at + offset[f]!]!);
  }

  #noteBarrier(value: number): void {
    if (!this.#barriers.includes(value)) this.#barriers.push(value);
  }

  /** Of a row whose table has no `live`: is any of its fields set? */
  #isSet(table: number, at: number): boolean {
    const { firstField, offset } = this.#plan;
    const words = this.#memory[table]!;
    for (let f = firstField[table]!; f < firstField[table + 1]!; f++)
      if (offset[f]! >= 0 && words[at + offset[f]!] !== 0) return true;
    return false;
  }

  #exists(table: number, i: number): boolean {
    const at = this.#plan.base[table]! + i * this.#plan.stride[table]!;
    const live = this.#plan.live[table]!;
    return live >= 0 ? this.#memory[table]![at + live] !== 0 : this.#isSet(table, at);
  }

  /** How many places before this one are free: the allocator takes the first. */
  #freeBelow(table: number, i: number): number {
    let n = 0;
    for (let j = 0; j < i; j++) if (!this.#exists(table, j)) n++;
    return n;
  }

  #newNode(type: number, name: number): number {
    const node = this.#nodes++;
    this.#type[node] = type;
    this.#name[node] = name;
    this.#firstRow[node] = -1;
    return node;
  }

  #attach(node: number, row: number): void {
    this.#nodeOfRow[row] = node;
    this.#nextRow[row] = -1;
    if (this.#firstRow[node]! < 0) this.#firstRow[node] = row;
    else this.#nextRow[this.#lastRow[node]!] = row;
    this.#lastRow[node] = row;
  }

  #nodeFor(table: number, i: number): number {
    const row = this.#plan.firstRow[table]! + i;
    if (this.#nodeOfRow[row]! < 0) this.#attach(this.#newNode(table, -1), row);
    return this.#nodeOfRow[row]!;
  }

  #nodeForName(sort: number, value: number): number {
    if (value >= NAMES_MAX) throw new RangeError(`name ${value} is beyond ${NAMES_MAX - 1}`);
    const at = sort * NAMES_MAX + value;
    if (this.#nodeOfName[at]! < 0)
      this.#nodeOfName[at] = this.#newNode(this.#plan.tables + sort, value);
    return this.#nodeOfName[at]!;
  }

  #forgetNames(): void {
    const { tables } = this.#plan;
    for (let i = 0; i < this.#nodes; i++) {
      if (this.#name[i]! < 0) continue;
      this.#nodeOfName[(this.#type[i]! - tables) * NAMES_MAX + this.#name[i]!] = -1;
    }
  }

  /**
   * The contents and the edges of every node. Nodes that are reached only by name or by a stale pointer
   * are added while this goes on. All in one, because most of the time of a search is spent here.
   */
  #describe(): void {
    const { base, stride, live, firstRow, firstField, each, offset, from, to } = this.#plan;
    const { tableOfRow, isOrdered, own: ownField } = this.#plan;
    const codes = this.#plan.code;
    const memory = this.#memory;
    const types = this.#type;
    const colours = this.#colours;
    const itemKind = this.#itemKind;
    const items = this.#item;
    const valueKey = this.#valueKey;
    const source = this.#source;
    const target = this.#target;
    const label = this.#label;
    let item = 0;
    let edge = 0;
    for (let node = 0; node < this.#nodes; node++) {
      this.#contents[node] = item;
      let own = Math.imul(types[node]! + 1, 0x3c6ef372);
      for (let row = this.#firstRow[node]!; row >= 0; row = this.#nextRow[row]!) {
        const table = tableOfRow[row]!;
        const i = row - firstRow[table]!;
        const words = memory[table]!;
        const at = base[table]! + i * stride[table]!;
        const isGone = live[table]! >= 0 && words[at + live[table]!] === 0;
        own = Math.imul(own ^ (table + 1), 0x6a09e667);
        itemKind[item] = VALUE;
        items[item++] = isGone ? -1 - table : table;
        if (isGone) {
          const place = this.#freeBelow(table, i);
          own = Math.imul(own ^ (place + 1), 0x510e527f);
          itemKind[item] = VALUE;
          items[item++] = place;
        }
        if (!this.#alikeRows || (isOrdered[table] !== 0 && !this.#alikeOrder)) {
          own = Math.imul(own ^ (i + 1), 0x1f83d9ab);
          itemKind[item] = VALUE;
          items[item++] = i;
        }
        for (let f = firstField[table]!, end = firstField[table + 1]!; f < end; f++) {
          // what it is called is what it is: it has this node
          if (f === ownField[table] && !isGone && words[at + offset[f]!]! >= from[f]!) continue;
          let value: number;
          if (offset[f]! >= 0) value = words[at + offset[f]!]!;
          else {
            // a field that is not in memory: whom the row belongs to by its place
            value = (i / each[table]!) | 0;
            if (each[table]! > 1) {
              const place = i - value * each[table]!;
              own = Math.imul(own ^ (place + 1), 0x5be0cd19);
              itemKind[item] = VALUE;
              items[item++] = place;
            }
          }
          let refersTo = -1;
          switch (codes[f]) {
            case code.plain:
              break;
            case code.pointer:
              if (value !== 0) {
                const slot = (value & SLOT_MASK) - 1;
                const there = base[to[f]!]! + slot * stride[to[f]!]!;
                // live, generation: the two fields that every object of a slab begins with
                if (words[there] !== 0 && words[there + 1] === value >> SLOT_BITS)
                  refersTo = this.#nodeFor(to[f]!, slot);
                else value = STALE;
              }
              break;
            case code.row:
              if (value >= from[f]!) refersTo = this.#nodeFor(to[f]!, value - from[f]!);
              break;
            case code.name:
              if (value >= from[f]!) refersTo = this.#nodeForName(to[f]!, value);
              break;
            case code.set: {
              const head = item;
              itemKind[item++] = MEMBERS;
              for (let bits = value; bits !== 0; bits &= bits - 1) {
                const member = this.#nodeFor(to[f]!, 31 - Math.clz32(bits & -bits));
                items[item++] = member;
                source[edge] = node;
                target[edge] = member;
                label[edge++] = f;
              }
              items[head] = item - head - 1;
              continue;
            }
            default:
              value = this.#barriersUpTo(value);
          }
          if (refersTo >= 0) {
            itemKind[item] = REFERENCE;
            items[item++] = refersTo;
            source[edge] = node;
            target[edge] = refersTo;
            label[edge++] = f;
          } else {
            itemKind[item] = VALUE;
            items[item++] = value;
            own += Math.imul(value + 1, valueKey[f]!);
          }
        }
      }
      colours[node] = mix(own, 1);
    }
    this.#contents[this.#nodes] = item;
    this.#edges = edge;
  }

  #barriersUpTo(value: number): number {
    let n = 0;
    for (const barrier of this.#barriers) if (barrier <= value) n++;
    return n;
  }

  // ---- colours

  /** From the present colours: refine, single out where need be, and keep the smallest form. */
  #search(): void {
    const distinct = this.#refine();
    this.#sort();
    if (distinct === this.#nodes) {
      this.#write();
      return;
    }
    const start = this.#tiedClass();
    const end = this.#classEnd(start);
    // Between classes of at most two, either of the two will do.
    const tries = end - start > 2 ? end - start : 1;
    const members = this.#order.slice(start, end);
    const colours = this.#colours.slice(0, this.#nodes);
    for (let i = 0; i < tries; i++) {
      if (i > 0) this.#colours.set(colours);
      const chosen = members[i]!;
      this.#colours[chosen] = mix(this.#colours[chosen]!, 7);
      this.#search();
    }
  }

  /** The number of different colours once that no longer grows. */
  #refine(): number {
    // Fewer rounds are hardly ever enough, and to count costs half as much as a round.
    if (this.#alikeRows) {
      this.#spread();
      this.#spread();
    }
    let distinct = this.#countColours();
    while (distinct < this.#nodes) {
      this.#spread();
      const now = this.#countColours();
      if (now <= distinct) break;
      distinct = now;
    }
    return distinct;
  }

  /** Every node learns the colours around it, and over which field each is. */
  #spread(): void {
    const n = this.#nodes;
    const colours = this.#colours;
    const next = this.#next;
    const source = this.#source;
    const target = this.#target;
    const label = this.#label;
    const edgeKey = this.#edgeKey;
    const backKey = this.#backKey;
    for (let i = 0; i < n; i++) next[i] = 0;
    for (let e = 0, edges = this.#edges; e < edges; e++) {
      const s = source[e]!;
      const t = target[e]!;
      const f = label[e]!;
      next[s] = next[s]! + Math.imul(colours[t]!, edgeKey[f]!);
      next[t] = next[t]! + Math.imul(colours[s]!, backKey[f]!);
    }
    for (let i = 0; i < n; i++) next[i] = mix(colours[i]!, next[i]!);
    this.#colours = next;
    this.#next = colours;
  }

  #countColours(): number {
    const round = ++this.#round;
    const seen = this.#seen;
    const seenAt = this.#seenAt;
    const mask = seen.length - 1;
    const colours = this.#colours;
    let distinct = 0;
    for (let i = 0, n = this.#nodes; i < n; i++) {
      const colour = colours[i]!;
      let at = (colour ^ (colour >>> 16)) & mask;
      while (seenAt[at] === round && seen[at] !== colour) at = (at + 1) & mask;
      if (seenAt[at] === round) continue;
      seenAt[at] = round;
      seen[at] = colour;
      distinct++;
    }
    return distinct;
  }

  /** Nodes by type, then by colour. */
  #sort(): void {
    const order = this.#order;
    const types = this.#type;
    const colours = this.#colours;
    for (let i = 0, n = this.#nodes; i < n; i++) {
      const type = types[i]!;
      const colour = colours[i]!;
      let at = i;
      while (at > 0) {
        const before = order[at - 1]!;
        const other = types[before]!;
        if (other < type || (other === type && colours[before]! <= colour)) break;
        order[at] = before;
        at--;
      }
      order[at] = i;
    }
  }

  /** Where in the order a class of several nodes begins: one of three or more if there is one. */
  #tiedClass(): number {
    let found = -1;
    for (let start = 0; start < this.#nodes;) {
      const end = this.#classEnd(start);
      if (end - start > 2) return start;
      if (end - start === 2 && found < 0) found = start;
      start = end;
    }
    return found;
  }

  #classEnd(start: number): number {
    const order = this.#order;
    const first = order[start]!;
    let end = start + 1;
    while (
      end < this.#nodes &&
      this.#colours[order[end]!] === this.#colours[first] &&
      this.#type[order[end]!] === this.#type[first]
    )
      end++;
    return end;
  }

  // ---- the form

  /** Writes the form in the present order, and keeps it if it is the smallest so far. */
  #write(): void {
    const n = this.#nodes;
    const order = this.#order;
    const types = this.#type;
    const place = this.#place;
    for (let i = 0; i < n; i++) place[order[i]!] = i;
    const { form } = this;
    let length = 0;
    for (let i = 0; i < n; i++) {
      const node = order[i]!;
      form[length++] = types[node]!;
      length = this.#writeContents(node, length);
    }
    if (this.#bestLength >= 0 && !isSmaller(form, length, this.#best, this.#bestLength)) return;
    this.form = this.#best;
    this.#best = form;
    this.#bestLength = length;
  }

  #writeContents(node: number, from: number): number {
    const { form } = this;
    const place = this.#place;
    const item = this.#item;
    let length = from;
    for (let at = this.#contents[node]!, end = this.#contents[node + 1]!; at < end; at++)
      switch (this.#itemKind[at]!) {
        case VALUE:
          form[length++] = item[at]!;
          break;
        case MEMBERS: {
          const members = item[at]!;
          form[length++] = members;
          for (let i = 0; i < members; i++) insert(form, length, i, place[item[++at]!]!);
          length += members;
          break;
        }
        case REFERENCE:
          form[length++] = place[item[at]!]! + REFERRED;
          break;
        default:
      }
    return length;
  }
}

/** Added to the place of what is referred to, so that a reference never looks like a number. */
const REFERRED = 1 << 24;
/** A pointer to what was freed. */
const STALE = 1 << 25;

/** Puts a value into the ascending `count` words from `start` on. */
function insert(words: Int32Array, start: number, count: number, value: number): void {
  let at = start + count;
  while (at > start && words[at - 1]! > value) {
    words[at] = words[at - 1]!;
    at--;
  }
  words[at] = value;
}

function isSmaller(a: Int32Array, aLength: number, b: Int32Array, bLength: number): boolean {
  if (aLength !== bLength) return aLength < bLength;
  for (let i = 0; i < aLength; i++) if (a[i] !== b[i]) return a[i]! < b[i]!;
  return false;
}

function mix(a: number, b: number): number {
  let h = Math.imul(a ^ Math.imul(b, 0x85ebca6b), 0x9e3779b1);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b3c6d);
  return h ^ (h >>> 13);
}

/** Odd numbers that look random, always the same. */
function oddKeys(count: number, seed: number): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => mix(mix(i + 1, seed), 0x27d4eb2f) | 1);
}
