import { type Alike, MEMBERS, REFERENCE, StateGraph, VALUE } from './graph.ts';
import { mix, oddKeys } from './hash.ts';
import type { Layout } from './records.ts';
import { RepeatedStates } from './repeated.ts';

/**
 * The canonical form of a state: two states have the same form exactly if a renaming (of the places of objects in their
 * tables, and of the names of processes, files, ...) turns one into the other.
 *
 * The state is a graph: a node for each row that exists and for each name, an edge for each field that
 * refers. Nodes are coloured by their contents, then by the colours of their neighbours, until the number of
 * colours stays the same (colour refinement). Nodes are written down in the order of their colours. If two nodes
 * share a colour, one is singled out and the colouring continues; if three or more share it, each is
 * tried and the smallest form counts. (For two, one try suffices: in a stable colouring the edges between classes of
 * at most two nodes are complete, empty or one-to-one, and exchanging all pairs at once
 * keeps all of these. See docs/exploration.md.)
 *
 * The form ignores rows that do not exist. A pointer to one is only marked as stale; the contents that it would read
 * are not compared. If the index of a free row matters, the form has its number among the free rows.
 */
export class Canonicaliser {
  /** The form: valid up to `length`, until the next `run`. */
  form: Int32Array;
  length = 0;
  readonly #graph: StateGraph;
  /** An odd random number per field: for its edge, and for the edge in reverse. */
  readonly #edgeKey: Int32Array;
  readonly #backKey: Int32Array;
  readonly #repeated = new RepeatedStates();
  #colours: Int32Array;
  #next: Int32Array;
  readonly #order: Int32Array;
  readonly #place: Int32Array;
  readonly #seen: Int32Array;
  readonly #seenAt: Int32Array;
  #round = 0;
  #best: Int32Array;
  #bestLength = 0;

  /** @param layouts - memories that together are one state; they share the names of a sort. */
  constructor(layouts: readonly Layout[], alike: Alike) {
    const graph = (this.#graph = new StateGraph(layouts, alike));
    this.#edgeKey = oddKeys(graph.fields, 2);
    this.#backKey = oddKeys(graph.fields, 3);
    const nodes = graph.capacity;
    this.#colours = new Int32Array(nodes);
    this.#next = new Int32Array(nodes);
    this.#order = new Int32Array(nodes);
    this.#place = new Int32Array(nodes);
    const slots = 1 << Math.ceil(Math.log2(nodes * 4));
    this.#seen = new Int32Array(slots);
    this.#seenAt = new Int32Array(slots);
    this.form = new Int32Array(graph.item.length);
    this.#best = new Int32Array(graph.item.length);
  }

  /**
   * Writes the form of the present state of the layouts, unless the same state was written recently.
   *
   * @param skipRepeated - the form of a state is not needed a second time
   * @returns whether the form was written
   */
  run(skipRepeated = false): boolean {
    const graph = this.#graph;
    graph.read();
    if (skipRepeated && this.#repeated.has(graph)) return false;
    const colours = this.#colours;
    for (let i = 0; i < graph.nodes; i++) colours[i] = graph.own[i]!;
    this.#bestLength = -1;
    this.#search();
    const { form } = this;
    this.form = this.#best;
    this.#best = form;
    this.length = this.#bestLength;
    return true;
  }

  /** Forgets all states: from now on every state is new. */
  forget(): void {
    this.#repeated.forget();
  }

  // ---- colours

  /** Refines the present colours, singles out nodes if needed, and keeps the smallest form. */
  #search(): void {
    const distinct = this.#refine();
    this.#sort();
    if (distinct === this.#graph.nodes) {
      this.#write();
      return;
    }
    const start = this.#tiedClass();
    const end = this.#classEnd(start);
    // If all classes have at most two nodes, either node gives the same form.
    const tries = end - start > 2 ? end - start : 1;
    const members = this.#order.slice(start, end);
    const colours = this.#colours.slice(0, this.#graph.nodes);
    for (let i = 0; i < tries; i++) {
      if (i > 0) this.#colours.set(colours);
      const chosen = members[i]!;
      this.#colours[chosen] = mix(this.#colours[chosen]!, 7);
      this.#search();
    }
  }

  /** Refines until the number of colours no longer grows, and returns it. */
  #refine(): number {
    // Fewer rounds are rarely enough, and counting costs half as much as a round.
    if (this.#graph.isAnonymous) {
      this.#spread();
      this.#spread();
    }
    let distinct = this.#countColours();
    while (distinct < this.#graph.nodes) {
      this.#spread();
      const now = this.#countColours();
      if (now <= distinct) break;
      distinct = now;
    }
    return distinct;
  }

  /** Each node mixes in the colours of its neighbours, with the fields of the edges. */
  #spread(): void {
    const n = this.#graph.nodes;
    const colours = this.#colours;
    const next = this.#next;
    const source = this.#graph.source;
    const target = this.#graph.target;
    const label = this.#graph.label;
    const edgeKey = this.#edgeKey;
    const backKey = this.#backKey;
    for (let i = 0; i < n; i++) next[i] = 0;
    for (let e = 0, edges = this.#graph.edges; e < edges; e++) {
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
    for (let i = 0, n = this.#graph.nodes; i < n; i++) {
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
    const types = this.#graph.type;
    const colours = this.#colours;
    for (let i = 0, n = this.#graph.nodes; i < n; i++) {
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

  /** The start of a class of several nodes in the order: one of three or more if there is one. */
  #tiedClass(): number {
    let found = -1;
    for (let start = 0; start < this.#graph.nodes;) {
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
      end < this.#graph.nodes &&
      this.#colours[order[end]!] === this.#colours[first] &&
      this.#graph.type[order[end]!] === this.#graph.type[first]
    )
      end++;
    return end;
  }

  // ---- the form

  /** Writes the form in the present order, and keeps it if it is the smallest so far. */
  #write(): void {
    const n = this.#graph.nodes;
    const order = this.#order;
    const types = this.#graph.type;
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
    const item = this.#graph.item;
    let length = from;
    for (
      let at = this.#graph.contents[node]!, end = this.#graph.contents[node + 1]!;
      at < end;
      at++
    )
      switch (this.#graph.itemKind[at]!) {
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

/** Added to the position of the referenced node, so that a reference never looks like a number. */
const REFERRED = 1 << 24;
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
