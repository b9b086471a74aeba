import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Arena } from './arena.ts';

/** The largest value that still fits in one word with its place, and the first that does not. */
const FITS = 2 ** 18 - 1;

const states = (...rows: number[][]): Int32Array[] => rows.map((row) => Int32Array.from(row));

function roundTrip(base: Int32Array, pushed: readonly Int32Array[]): number[][] {
  const arena = new Arena(base);
  for (const state of pushed) arena.push(state);
  const into = new Int32Array(base.length);
  return pushed.map((_, i) => {
    arena.read(i, into);
    return [...into];
  });
}

describe('an arena', () => {
  it.each([
    ['small', [0, 1, -1]],
    ['as large as fits in a word', [FITS, -FITS, 0]],
    ['just too large', [FITS + 1, 0, 1]],
    ['just too small, which is what stands for a second word', [-FITS - 1, 0, -FITS - 2]],
    ['as large as there are', [2 ** 31 - 1, -(2 ** 31), -1]],
  ])('gives back values that are %s', (_what, row) => {
    const [state] = states(row);
    expect(roundTrip(new Int32Array(3), [state!])).toEqual([row]);
  });

  it('gives back every state, whatever the base and whatever the words', () => {
    const word = fc.oneof(
      fc.integer(),
      fc.constantFrom(0, 1, FITS, FITS + 1, -FITS, -FITS - 1, -FITS - 2),
    );
    const row = fc.tuple(word, word, word, word);
    fc.assert(
      fc.property(row, fc.array(row, { maxLength: 6 }), (base, rows) => {
        expect(roundTrip(Int32Array.from(base), states(...rows))).toEqual(rows);
      }),
      { seed: 1 },
    );
  });

  it('reads states in any order, and into words that hold something else', () => {
    const arena = new Arena(new Int32Array(3));
    for (const state of states([1, 2, 3], [0, 0, 0], [7, 0, -9])) arena.push(state);
    const into = new Int32Array([5, 5, 5]);
    expect([2, 0, 1].map((i) => (arena.read(i, into), [...into]))).toEqual([
      [7, 0, -9],
      [1, 2, 3],
      [0, 0, 0],
    ]);
  });

  it('reads the last word of the largest state there can be', () => {
    const base = new Int32Array(8192);
    const state = base.slice();
    state[8191] = -5;
    state[4096] = 2 ** 30;
    expect(roundTrip(base, [state])).toEqual([[...state]]);
    expect(() => new Arena(new Int32Array(8193))).toThrow('too many words');
  });

  it('holds many states, more than it has room for at first', () => {
    const base = new Int32Array(16);
    const many = Array.from({ length: 5000 }, (_, n) => base.map((_word, i) => (n * (i + 1)) << 8));
    expect(roundTrip(base, many)).toEqual(many.map((state) => [...state]));
  });

  it('takes back the last state, and has room for another one', () => {
    const arena = new Arena(new Int32Array(2));
    const into = new Int32Array(2);
    for (const state of states([1, 0], [1, 2 ** 20])) arena.push(state);
    arena.pop(into);
    expect([[...into], arena.length]).toEqual([[1, 2 ** 20], 1]);
    arena.push(Int32Array.of(0, 3));
    arena.read(1, into);
    expect([...into]).toEqual([0, 3]);
    arena.pop(into);
    arena.pop(into);
    expect([[...into], arena.length, arena.bytes]).toEqual([[1, 0], 0, 0]);
  });

  it('takes a word for each difference, two if it is large, none for what is as the base', () => {
    const arena = new Arena(Int32Array.of(4, 4, 4));
    arena.push(Int32Array.of(4, 4, 4));
    const [each] = [arena.bytes];
    arena.push(Int32Array.of(4, 5, 4));
    arena.push(Int32Array.of(4, 2 ** 20, 4));
    expect(arena.bytes).toBe(3 * each + 3 * 4);
    arena.clear();
    expect([arena.bytes, arena.length]).toEqual([0, 0]);
  });
});
