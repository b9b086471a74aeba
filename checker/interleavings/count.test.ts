import { describe, expect, it } from 'vitest';
import { countSchedules } from './count.ts';

describe('the schedules of tasks that never wait', () => {
  it.each([
    [[], 1n],
    [[7], 1n],
    [[1, 1], 2n],
    [[2, 2], 6n],
    [[1, 1, 1, 1], 24n],
    [[0, 3], 1n],
    [[5, 5, 5], 756_756n],
  ])('of %j steps are %i', (lengths, expected) => {
    expect(countSchedules(lengths)).toBe(expected);
  });

  it('are as many in whichever order the tasks are named', () => {
    expect(countSchedules([2, 3, 4])).toBe(countSchedules([4, 2, 3]));
  });

  it('are n! / (m! m! ...), where that is more than a number can hold', () => {
    const factorial = (n: bigint): bigint => (n < 2n ? 1n : n * factorial(n - 1n));
    expect(countSchedules([20, 20, 20])).toBe(factorial(60n) / factorial(20n) ** 3n);
  });
});
