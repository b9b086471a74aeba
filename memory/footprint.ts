/**
 * Which words of a memory were read and written. Two steps that touch no common word, or only read
 * what they both touch, can be exchanged: each finds the same in either order, and leaves the same.
 */

/** Of `Touched`: a block of 32 words is its number, which of them were read, which were written. */
const ENTRY = 3;

/** Records the words of one memory that are touched, until it is cleared: a bit a word. */
export class Footprint {
  #reads = new Int32Array(0);
  #writes = new Int32Array(0);
  /** Where numbers begin that belong to no word of the memory. */
  #beyond = 0;
  /** Words that count. */
  #mask = new Int32Array(0);

  /** Makes room for a memory; it has to be the only one, because words are known by their number. */
  cover(words: number): void {
    if (this.#mask.length > 0) throw new Error('a footprint is of one memory');
    this.#beyond = ((words + 31) >>> 5) << 5;
    const blocks = (this.#beyond >>> 5) + 1;
    this.#reads = new Int32Array(blocks);
    this.#writes = new Int32Array(blocks);
    this.#mask = new Int32Array(blocks).fill(-1);
  }

  /**
   * The number of a word that no memory has, for what is touched beside it: a log, an order of events.
   *
   * @param n - which of up to 32
   */
  beyond(n: number): number {
    return this.#beyond + n;
  }

  /**
   * This word does not count: whoever moves sets it before he looks at it, so that nobody learns from it
   * what another did. Which task is running is such a word.
   */
  ignore(word: number): void {
    this.#mask[word >>> 5]! &= ~(1 << (word & 31));
  }

  read(word: number): void {
    this.#reads[word >>> 5]! |= 1 << (word & 31);
  }

  /** Also if the word holds this value already. */
  write(word: number): void {
    this.#writes[word >>> 5]! |= 1 << (word & 31);
  }

  clear(): void {
    this.#reads.fill(0);
    this.#writes.fill(0);
  }

  /** Whoever looks at the memory meanwhile leaves no trace: no step learns from it what another did. */
  aside<T>(look: () => T): T {
    const reads = this.#reads.slice();
    const writes = this.#writes.slice();
    try {
      return look();
    } finally {
      this.#reads.set(reads);
      this.#writes.set(writes);
    }
  }

  /** What was touched so far, to be kept. */
  copy(): Touched {
    const entries: number[] = [];
    for (let block = 0; block < this.#mask.length; block++) {
      const mask = this.#mask[block]!;
      const reads = this.#reads[block]! & mask;
      const writes = this.#writes[block]! & mask;
      if ((reads | writes) !== 0) entries.push(block, reads, writes);
    }
    return new Touched(entries);
  }

  /** Numbers of the words that were read, ascending. */
  get reads(): number[] {
    return this.copy().reads;
  }

  /** Numbers of the words that were written, ascending. */
  get writes(): number[] {
    return this.copy().writes;
  }
}

/**
 * What was touched: an immutable value. A step touches few of the blocks of a memory, and they lie
 * together, so it keeps those alone, in their order; to compare two is to go along both once.
 */
export class Touched {
  /** Three numbers a block. */
  readonly entries: readonly number[];

  constructor(entries: readonly number[]) {
    this.entries = entries;
  }

  get reads(): number[] {
    return this.#words(1);
  }

  get writes(): number[] {
    return this.#words(2);
  }

  #words(kind: 1 | 2): number[] {
    const words: number[] = [];
    for (let i = 0; i < this.entries.length; i += ENTRY)
      for (let bit = 0; bit < 32; bit++)
        if (((this.entries[i + kind]! >>> bit) & 1) !== 0) words.push(this.entries[i]! * 32 + bit);
    return words;
  }
}

/** Does one write a word that the other reads or writes? Then their order may matter. */
export function conflicts({ entries: a }: Touched, { entries: b }: Touched): boolean {
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const ahead = a[i]! - b[j]!;
    if (ahead === 0) {
      const aWrites = a[i + 2]!;
      const bWrites = b[j + 2]!;
      if (((aWrites & (b[j + 1]! | bWrites)) | (bWrites & a[i + 1]!)) !== 0) return true;
    }
    if (ahead <= 0) i += ENTRY;
    if (ahead >= 0) j += ENTRY;
  }
  return false;
}
