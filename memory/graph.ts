import { mix, oddKeys } from './hash.ts';
import { SLOT_BITS, SLOT_MASK } from './kinds.ts';
import { code, type Plan, planOf } from './plan.ts';
import type { Layout } from './records.ts';

/** Which differences between two states are only names. */
export interface Alike {
  /** The index of a row in its table; in a table whose order matters, only if `order` is set too. */
  readonly rows: boolean;
  /** The order of tables whose order matters. It is then assumed not to matter. */
  readonly order?: boolean;
  /** The sorts whose names may be exchanged with each other. */
  readonly names: (sort: string) => boolean;
}

/** The parts of a node’s contents, in the order of its fields. */
export const VALUE = 0;
export const REFERENCE = 1;
export const MEMBERS = 2;

const NAMES_MAX = 1024;
/** A pointer to a freed object. */
const STALE = 1 << 25;

/**
 * The present state of layouts as a graph: a node for each row that exists and for each name, an edge for each
 * field that refers to one. It consists of columns of numbers, valid until the next `read`.
 */
export class StateGraph {
  nodes = 0;
  /** For each node: its table, or the number of tables plus its sort of names. */
  readonly type: Int32Array;
  /** For each node: a hash of its plain contents. */
  readonly own: Int32Array;
  /** For each node: the start of its items; those of the next node follow. */
  readonly contents: Int32Array;
  /** The items of nodes: values, references to nodes, or a count of members and the members. */
  readonly itemKind: Int32Array;
  readonly item: Int32Array;
  edges = 0;
  readonly source: Int32Array;
  readonly target: Int32Array;
  /** For each edge: its field, below `fields`. */
  readonly label: Int32Array;
  readonly fields: number;
  /** Whether indices and names are left out, so that nodes may look alike. */
  readonly isAnonymous: boolean;
  readonly #alikeOrder: boolean;
  readonly #plan: Plan;
  /** For each table: its memory. */
  readonly #memory: readonly Int32Array[];
  readonly #valueKey: Int32Array;
  /** For each node: its name; -1 if it has none. */
  readonly #name: Int32Array;
  /** The first and last row of a node; the rows in between are chained. */
  readonly #firstRow: Int32Array;
  readonly #lastRow: Int32Array;
  readonly #nextRow: Int32Array;
  readonly #nodeOfRow: Int32Array;
  readonly #nodeOfName: Int32Array;
  readonly #barriers: number[] = [];

  /** @param layouts - memories that together are one state; they share the names of a sort. */
  constructor(layouts: readonly Layout[], alike: Alike) {
    const plan = (this.#plan = planOf(layouts, alike.names));
    this.#memory = layouts.flatMap(({ words, records }) => records.map(() => words));
    this.isAnonymous = alike.rows;
    this.#alikeOrder = alike.order ?? false;
    this.fields = plan.code.length;
    this.#valueKey = oddKeys(this.fields, 1);
    const nodes = plan.rows + 512;
    const items = nodes * 12;
    this.type = new Int32Array(nodes);
    this.own = new Int32Array(nodes);
    this.contents = new Int32Array(nodes + 1);
    this.itemKind = new Int32Array(items);
    this.item = new Int32Array(items);
    this.source = new Int32Array(items);
    this.target = new Int32Array(items);
    this.label = new Int32Array(items);
    this.#name = new Int32Array(nodes);
    this.#firstRow = new Int32Array(nodes);
    this.#lastRow = new Int32Array(nodes);
    this.#nextRow = new Int32Array(plan.rows);
    this.#nodeOfRow = new Int32Array(plan.rows);
    this.#nodeOfName = new Int32Array(plan.sorts.length * NAMES_MAX).fill(-1);
  }

  /** The largest number of nodes. */
  get capacity(): number {
    return this.type.length;
  }

  read(): void {
    this.#findRows();
    this.#describe();
    this.#forgetNames();
  }

  /** Makes a node for every row that exists, and collects the barriers. */
  #findRows(): void {
    const { tables, base, stride, count, end, live, firstRow, hasBarriers } = this.#plan;
    const { ownOffset, ownFrom, ownSort } = this.#plan;
    this.#nodeOfRow.fill(-1);
    this.#barriers.length = 0;
    this.nodes = 0;
    for (let t = 0; t < tables; t++) {
      const words = this.#memory[t]!;
      const rows = end[t]! < 0 ? count[t]! : words[end[t]!]!;
      if (rows === 0) continue;
      const liveAt = live[t]!;
      const step = stride[t]!;
      const first = firstRow[t]!;
      const from = base[t]!;
      const mayWait = hasBarriers[t]! !== 0;
      for (let i = 0, at = from; i < rows; i++, at += step) {
        if (liveAt < 0) {
          // Most words are 0: search for the next word that is set.
          const until = from + rows * step;
          while (at < until && words[at] === 0) at++;
          if (at === until) break;
          i = ((at - from) / step) | 0;
          at = from + i * step;
          if (!this.#isSet(t, at)) continue;
        } else if (words[at + liveAt] === 0) continue;
        const name = ownOffset[t]! < 0 ? -1 : words[at + ownOffset[t]!]!;
        if (ownOffset[t]! >= 0 && name >= ownFrom[t]!)
          this.#attach(this.#nodeForName(ownSort[t]!, name), first + i);
        else this.#attach(this.#newNode(t, -1), first + i);
        if (mayWait) this.#noteBarriers(t, at);
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

  /** For a row whose table has no `live`: whether any of its fields is set. */
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

  /** The number of free rows before this one: the allocator takes the first. */
  #freeBelow(table: number, i: number): number {
    let n = 0;
    for (let j = 0; j < i; j++) if (!this.#exists(table, j)) n++;
    return n;
  }

  #newNode(type: number, name: number): number {
    const node = this.nodes++;
    this.type[node] = type;
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
    for (let i = 0; i < this.nodes; i++) {
      if (this.#name[i]! < 0) continue;
      this.#nodeOfName[(this.type[i]! - tables) * NAMES_MAX + this.#name[i]!] = -1;
    }
  }

  /**
   * Writes the contents and the edges of every node. Nodes that are reached only by name or by a stale pointer
   * are added on the way. It is one function, because a search spends most of its time here.
   */
  #describe(): void {
    const { base, stride, live, firstRow, firstField, each, offset, from, to } = this.#plan;
    const { tableOfRow, isOrdered } = this.#plan;
    const codes = this.#plan.code;
    const memory = this.#memory;
    const types = this.type;
    const colours = this.own;
    const itemKind = this.itemKind;
    const items = this.item;
    const valueKey = this.#valueKey;
    const source = this.source;
    const target = this.target;
    const label = this.label;
    let item = 0;
    let edge = 0;
    for (let node = 0; node < this.nodes; node++) {
      this.contents[node] = item;
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
        if (!this.isAnonymous || (isOrdered[table] !== 0 && !this.#alikeOrder)) {
          own = Math.imul(own ^ (i + 1), 0x1f83d9ab);
          itemKind[item] = VALUE;
          items[item++] = i;
        }
        for (let f = firstField[table]!, end = firstField[table + 1]!; f < end; f++) {
          let value: number;
          if (offset[f]! >= 0) value = words[at + offset[f]!]!;
          else {
            // a field that is not in memory: the owner of the row by its index
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
                // live, generation: the first two fields of every object of a slab
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
    this.contents[this.nodes] = item;
    this.edges = edge;
  }

  #barriersUpTo(value: number): number {
    let n = 0;
    for (const barrier of this.#barriers) if (barrier <= value) n++;
    return n;
  }
}
