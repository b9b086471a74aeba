/** Mixes words for colours and hashes; it is not cryptographic. */

/** One word from two; results for nearby words are far apart. */
export function mix(a: number, b: number): number {
  let h = Math.imul(a ^ Math.imul(b, 0x85ebca6b), 0x9e3779b1);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b3c6d);
  return h ^ (h >>> 13);
}

/** Pseudorandom odd numbers, always the same. */
export function oddKeys(count: number, seed: number): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => mix(mix(i + 1, seed), 0x27d4eb2f) | 1);
}
