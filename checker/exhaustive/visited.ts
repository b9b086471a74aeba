/**
 * The states that were met, each by a 64-bit hash of its form, with the state and the move from which
 * it was met first. States are numbered in the order in which they come.
 *
 * Two different forms may share a hash: with n states, some pair does with a probability of at most
 * n² / 2^65 (`collisionBound`). Then one of them is not looked at.
 */
export class Visited {
  #slots = new Int32Array(1 << 12);
  #low = new Int32Array(1 << 11);
  #high = new Int32Array(1 << 11);
  #parent = new Int32Array(1 << 11);
  #move = new Uint16Array(1 << 11);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** The number of bytes for each state at the present size. */
  get bytes(): number {
    const { length } = this.#low;
    return this.#slots.length * 4 + length * (4 + 4 + 4 + 2);
  }

  /** An upper bound of the probability that two different states were taken for one. */
  get collisionBound(): number {
    return this.#count ** 2 / 2 ** 65;
  }

  /** The number of the new state; -1 if it was met before. */
  add(form: Int32Array, length: number, parent: number, move: number): number {
    let low = 0x2f0b4c47;
    let high = 0x51ed270b;
    for (let i = 0; i < length; i++) {
      const word = form[i]!;
      low = Math.imul(low ^ word, 0x9e3779b1);
      low ^= low >>> 15;
      high = Math.imul(high + word, 0x85ebca6b) ^ low;
      high ^= high >>> 13;
    }
    low = finish(low ^ length);
    high = finish(high);
    const mask = this.#slots.length - 1;
    let at = low & mask;
    for (let slot = this.#slots[at]!; slot !== 0; slot = this.#slots[at]!) {
      if (this.#low[slot - 1] === low && this.#high[slot - 1] === high) return -1;
      at = (at + 1) & mask;
    }
    const id = this.#count++;
    this.#slots[at] = id + 1;
    if (id === this.#low.length) this.#growColumns();
    this.#low[id] = low;
    this.#high[id] = high;
    this.#parent[id] = parent;
    this.#move[id] = move;
    if (this.#count * 2 > this.#slots.length) this.#growSlots();
    return id;
  }

  /** Records the move by which a state was met. */
  metBy(id: number, move: number): void {
    this.#move[id] = move;
  }

  /** The moves that lead to a state, from the initial one on. */
  pathTo(id: number): number[] {
    const path: number[] = [];
    for (let at = id; this.#parent[at]! >= 0; at = this.#parent[at]!) path.push(this.#move[at]!);
    return path.toReversed();
  }

  #growColumns(): void {
    this.#low = doubled(this.#low);
    this.#high = doubled(this.#high);
    this.#parent = doubled(this.#parent);
    const moves = new Uint16Array(this.#move.length * 2);
    moves.set(this.#move);
    this.#move = moves;
  }

  #growSlots(): void {
    this.#slots = new Int32Array(this.#slots.length * 2);
    const mask = this.#slots.length - 1;
    for (let id = 0; id < this.#count; id++) {
      let at = this.#low[id]! & mask;
      while (this.#slots[at] !== 0) at = (at + 1) & mask;
      this.#slots[at] = id + 1;
    }
  }
}

function doubled(old: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(old.length * 2);
  larger.set(old);
  return larger;
}

/** The last step of MurmurHash3 on 32 bits. */
function finish(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
