/**
 * The words of a memory that were read and written. Two steps that touch no common word, or only read
 * their common words, commute: in either order each reads the same values, and the result is the same.
 */

/** Numbers of a block of 32 words in `Touched`: its index, a bit per word that was read, a bit per word that was written. */
const ENTRY = 3;

/** Records the touched words of one memory until it is cleared, one bit per word. */
export class Footprint {
  #reads = new Int32Array(0);
  #writes = new Int32Array(0);
  /** The first number that belongs to no word of the memory. */
  #beyond = 0;
  /** A bit for each word that counts. */
  #mask = new Int32Array(0);

  /** Makes room for a memory. It has to be the only one, because words are identified by their number. */
  cover(words: number): void {
    if (this.#mask.length > 0) throw new Error('a footprint is of one memory');
    this.#beyond = ((words + 31) >>> 5) << 5;
    const blocks = (this.#beyond >>> 5) + 1;
    this.#reads = new Int32Array(blocks);
    this.#writes = new Int32Array(blocks);
    this.#mask = new Int32Array(blocks).fill(-1);
  }

  /**
   * The number of a word outside the memory, for other state that is touched: a log, an order of events.
   *
   * @param n - which of up to 32
   */
  beyond(n: number): number {
    return this.#beyond + n;
  }

  /**
   * Excludes this word: every task sets it before it reads it, so no task learns from it
   * what another did. The number of the running task is such a word.
   */
  ignore(word: number): void {
    this.#mask[word >>> 5]! &= ~(1 << (word & 31));
  }

  read(word: number): void {
    this.#reads[word >>> 5]! |= 1 << (word & 31);
  }

  /** Also if the word already holds this value. */
  write(word: number): void {
    this.#writes[word >>> 5]! |= 1 << (word & 31);
  }

  clear(): void {
    this.#reads.fill(0);
    this.#writes.fill(0);
  }

  /** Runs a function that only looks: its reads and writes are not recorded, because no step learns from them. */
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

  /** A copy of the words that were touched so far. */
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

  /** The numbers of the words that were read, ascending. */
  get reads(): number[] {
    return this.copy().reads;
  }

  /** The numbers of the words that were written, ascending. */
  get writes(): number[] {
    return this.copy().writes;
  }
}

/**
 * The words that a step touched, as an immutable value. A step touches few, adjacent blocks of a memory, so it keeps only
 * those, in order; a comparison walks both lists once.
 */
export class Touched {
  /** Three numbers per block. */
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

/** Whether one writes a word that the other reads or writes. Then their order may matter. */
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
