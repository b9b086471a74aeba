import { expect, it } from 'vitest';
import { areSame, areSameOneByOne, bytesOf } from './bytes.ts';

it.each([
  ['as Node compares', areSame],
  ['one by one', areSameOneByOne],
])('words are compared within bounds, %s', (_how, same) => {
  const memory = Int32Array.of(9, 1, 2, 3, 9);
  const a = bytesOf(memory.subarray(1, 4));
  const b = bytesOf(Int32Array.of(1, 2, 4));
  expect([same(a, b, 0, 8), same(a, b, 0, 12), same(a, b, 4, 4)]).toEqual([true, false, true]);
  expect(same(b, a, 0, 12)).toBe(false);
  memory[3] = 4; // it is the same memory
  expect(same(a, b, 0, 12)).toBe(true);
});
