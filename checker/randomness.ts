import seedrandom from 'seedrandom';

const SIGN_BIT = 1 << 31;

/**
 * All randomness comes from here: named streams of one seed. `alea` is used because its keys do not
 * collide (seedrandom’s default repeats short keys: "ab" is "abab"), and each part of the key carries
 * its length, so that no two paths meet.
 */
export function stream(seed: number, ...path: readonly (string | number)[]): RandomStream {
  const key = [seed, ...path].map((part) => `${String(part).length}:${part}`).join('/');
  return new RandomStream(seedrandom.alea(key, { state: true }));
}

/**
 * As much of seedrandom’s generator as is used here. Written out, because who installs the package has
 * seedrandom but not its types: they must not stand in a declaration.
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
