/** Bits of a packed word that hold the value; the other bits hold its index. */
const VALUE_BITS = 19;
const VALUE_LIMIT = 1 << (VALUE_BITS - 1);
const VALUE_MASK = (1 << VALUE_BITS) - 1;

/**
 * A list of states, each stored as its differences from one base state, because most words of a state never change. A
 * difference is one word (13 bits of index, 19 bits of value), or two if the value is large.
 */
export class Arena {
  readonly #base: Int32Array;
  #words = new Int32Array(1 << 12);
  #used = 0;
  #ends = new Float64Array(1 << 8);
  #count = 0;

  constructor(base: Int32Array) {
    if (base.length > 1 << (32 - VALUE_BITS)) throw new RangeError('the state has too many words');
    this.#base = base;
  }

  /** The number of its states. */
  get length(): number {
    return this.#count;
  }

  /** The number of bytes of its states. */
  get bytes(): number {
    return this.#used * 4 + this.#count * 8;
  }

  push(state: Int32Array): void {
    const base = this.#base;
    this.#reserve(base.length * 2);
    const words = this.#words;
    let used = this.#used;
    for (let i = 0; i < base.length; i++) {
      const value = state[i]!;
      if (value === base[i]) continue;
      if (value >= -VALUE_LIMIT + 1 && value < VALUE_LIMIT) {
        words[used++] = (i << VALUE_BITS) | (value & VALUE_MASK);
      } else {
        words[used++] = (i << VALUE_BITS) | VALUE_LIMIT; // the smallest value stands for “look behind”
        words[used++] = value;
      }
    }
    this.#used = used;
    if (this.#count === this.#ends.length) this.#ends = grown(this.#ends, Float64Array);
    this.#ends[this.#count++] = used;
  }

  read(index: number, into: Int32Array): void {
    into.set(this.#base);
    const words = this.#words;
    const end = this.#ends[index]!;
    for (let at = index === 0 ? 0 : this.#ends[index - 1]!; at < end; at++) {
      const word = words[at]!;
      const value = (word << (32 - VALUE_BITS)) >> (32 - VALUE_BITS);
      into[word >>> VALUE_BITS] = value === -VALUE_LIMIT ? words[++at]! : value;
    }
  }

  /** Reads the last state and removes it. */
  pop(into: Int32Array): void {
    this.read(--this.#count, into);
    this.#used = this.#count === 0 ? 0 : this.#ends[this.#count - 1]!;
  }

  clear(): void {
    this.#used = this.#count = 0;
  }

  #reserve(more: number): void {
    while (this.#used + more > this.#words.length) this.#words = grown(this.#words, Int32Array);
  }
}

function grown<A extends Int32Array | Float64Array>(old: A, Type: new (length: number) => A): A {
  const larger = new Type(old.length * 2);
  larger.set(old);
  return larger;
}
