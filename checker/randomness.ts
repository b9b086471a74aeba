import seedrandom from 'seedrandom';

const SIGN_BIT = 1 << 31;

/**
 * The source of all randomness: named streams of one seed. It uses `alea`, because its keys do not collide (seedrandom’s
 * default repeats short keys: "ab" is "abab"). Each part of the key has its length, so that no two paths have the same
 * key.
 */
export function stream(seed: number, ...path: readonly (string | number)[]): RandomStream {
  const key = [seed, ...path].map((part) => `${String(part).length}:${part}`).join('/');
  return new RandomStream(seedrandom.alea(key, { state: true }));
}

/**
 * The part of seedrandom’s generator that is used here. It is written out, because users of the package have seedrandom
 * but not its types, so no declaration may mention them.
 */
interface Alea {
  int32(): number;
  state(): AleaState;
}

interface AleaState {
  readonly c: number;
  readonly s0: number;
  readonly s1: number;
  readonly s2: number;
}

/** Draws of one stream; the shape of a generator of pure-rand, which fast-check asks for. */
export class RandomStream {
  readonly #alea: Alea;

  constructor(alea: Alea) {
    this.#alea = alea;
  }

  /** A 32-bit signed integer. */
  next(): number {
    return this.#alea.int32();
  }

  /**
   * Uniform between two bounds, both included and less than 2^31 apart: the very numbers that
   * fast-check’s Random draws from such a stream, in half the time.
   */
  nextInt(min: number, max: number): number {
    const size = (max - min + 1) >>> 0;
    let drawn = (this.next() ^ SIGN_BIT) >>> 0;
    // Above the last multiple of the size some remainders would come more often; that is rare.
    while (drawn > 0xffffffff - size && drawn >= 2 ** 32 - (2 ** 32 % size))
      drawn = (this.next() ^ SIGN_BIT) >>> 0;
    return (drawn % size) + min;
  }

  clone(): RandomStream {
    return new RandomStream(seedrandom.alea('', { state: this.#alea.state() }));
  }

  getState(): readonly number[] {
    const { c, s0, s1, s2 } = this.#alea.state();
    return [c, s0, s1, s2];
  }
}
