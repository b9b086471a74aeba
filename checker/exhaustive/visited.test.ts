import { describe, expect, it } from 'vitest';
import { Visited } from './visited.ts';

/** More than it has room for at first: slots grow at 2048 states, columns too. */
const MANY = 20_000;

const add = (visited: Visited, form: readonly number[], parent = -1, move = 0): number =>
  visited.add(Int32Array.from(form), form.length, parent, move);

function many(): Visited {
  const visited = new Visited();
  // state n is reached from ⌊n / 3⌋ by move n mod 3
  for (let n = 0; n < MANY; n++)
    add(visited, [n, 7, n >> 3], n === 0 ? -1 : Math.floor(n / 3), n % 3);
  return visited;
}

describe('the states that were met', () => {
  it('are numbered as they come', () => {
    const visited = new Visited();
    expect([add(visited, [1]), add(visited, [2]), add(visited, [3])]).toEqual([0, 1, 2]);
    expect(visited.count).toBe(3);
  });

  it('are not met a second time', () => {
    const visited = new Visited();
    add(visited, [1, 2]);
    expect([add(visited, [1, 2]), visited.count]).toEqual([-1, 1]);
  });

  it.each([
    ['order', [1, 2], [2, 1]],
    ['length', [1], [1, 0]],
    ['sign', [1], [-1]],
    ['last word', [1, 2, 3], [1, 2, 4]],
    ['highest bit', [1], [1 + 2 ** 31]],
    ['nothing at all', [], [0]],
  ])('are told apart by %s', (_what, one, other) => {
    const visited = new Visited();
    add(visited, one);
    expect(add(visited, other)).toBe(1);
  });

  it('count up to their length only, whatever lies behind', () => {
    const visited = new Visited();
    visited.add(Int32Array.of(1, 2, 3), 2, -1, 0);
    expect(visited.add(Int32Array.of(1, 2, 4), 2, -1, 0)).toBe(-1);
  });

  it('are all still known once there are more than it had room for', () => {
    const visited = many();
    expect(visited.count).toBe(MANY);
    const again = Array.from({ length: MANY }, (_, n) => add(visited, [n, 7, n >> 3]));
    expect(again.every((id) => id === -1)).toBe(true);
    expect(visited.count).toBe(MANY);
  });
});

describe('the way to a state', () => {
  it('is none for the first', () => {
    expect(many().pathTo(0)).toEqual([]);
  });

  it('is the moves from the first on, however many states there are', () => {
    const visited = many();
    // 19_000 in base 3, since that is how parents were given
    const digits = Array.from((19_000).toString(3), Number);
    expect(visited.pathTo(19_000)).toEqual(digits);
    expect(visited.pathTo(5)).toEqual([1, 2]);
  });

  it('is the first one found', () => {
    const visited = new Visited();
    add(visited, [0]);
    add(visited, [1], 0, 4);
    add(visited, [1], 0, 5);
    expect(visited.pathTo(1)).toEqual([4]);
  });

  it('may have moves of numbers up to 65535', () => {
    const visited = new Visited();
    add(visited, [0]);
    add(visited, [1], 0, 65_535);
    expect(visited.pathTo(1)).toEqual([65_535]);
  });
});

describe('the chance that two were taken for one', () => {
  it('is at most the square of their number by 2^65', () => {
    expect(new Visited().collisionBound).toBe(0);
    expect(many().collisionBound).toBe(MANY ** 2 / 2 ** 65);
  });
});
