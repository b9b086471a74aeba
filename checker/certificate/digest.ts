/** SHA-256 of text that comes in parts. */
export interface Digest {
  update(text: string): unknown;
  /** The digest in hexadecimal; nothing can be added afterwards. */
  digest(encoding: 'hex'): string;
}

interface Crypto {
  createHash(algorithm: string): Digest;
}
interface Host {
  readonly process?: { getBuiltinModule?(name: string): Crypto | undefined };
}

/** Node’s SHA-256, which is fast, or else ours. */
export function sha256(): Digest {
  const crypto = (globalThis as Host).process?.getBuiltinModule?.('node:crypto');
  return crypto?.createHash('sha256') ?? new Sha256();
}

/** FIPS 180-4, for use without Node. */
export class Sha256 implements Digest {
  readonly #state = roots(8, 1 / 2);
  readonly #block = new Uint8Array(64);
  readonly #words = new Int32Array(64);
  #used = 0;
  #length = 0;

  update(text: string): void {
    const bytes = new TextEncoder().encode(text);
    this.#length += bytes.length;
    for (const byte of bytes) this.#add(byte);
  }

  digest(): string {
    const bits = this.#length * 8;
    this.#add(0x80);
    while (this.#used !== 56) this.#add(0);
    for (let i = 7; i >= 0; i--) this.#add(Math.floor(bits / 2 ** (8 * i)) & 0xff);
    return Array.from(this.#state, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
  }

  #add(byte: number): void {
    this.#block[this.#used++] = byte;
    if (this.#used < 64) return;
    this.#used = 0;
    this.#mix();
  }

  #mix(): void {
    const w = this.#words;
    const view = new DataView(this.#block.buffer);
    for (let i = 0; i < 16; i++) w[i] = view.getInt32(4 * i);
    for (let i = 16; i < 64; i++) {
      const [x, y] = [w[i - 15]!, w[i - 2]!];
      const s0 = turn(x, 7) ^ turn(x, 18) ^ (x >>> 3);
      const s1 = turn(y, 17) ^ turn(y, 19) ^ (y >>> 10);
      w[i] = w[i - 16]! + s0 + w[i - 7]! + s1;
    }
    let [a, b, c, d, e, f, g, h] = this.#state as unknown as Eight;
    for (let i = 0; i < 64; i++) {
      const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + rounds[i]! + w[i]!) | 0;
      const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => (this.#state[i]! += word));
  }
}

type Eight = [number, number, number, number, number, number, number, number];

function turn(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

const rounds = roots(64, 1 / 3);

/** The first 32 fractional bits of these roots of the first primes. */
function roots(count: number, power: number): Int32Array {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n++) if (primes.every((p) => n % p !== 0)) primes.push(n);
  return Int32Array.from(primes, (p) => (p ** power % 1) * 2 ** 32);
}
