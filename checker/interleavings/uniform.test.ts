import { describe, expect, it } from 'vitest';
import { count, letters, lock, once, ToyProgram, unlock } from '../../testing/toy-program.ts';
import { stream } from '../randomness.ts';
import { runOnce } from './scheduler.ts';
import { Uniform } from './uniform.ts';

const expected = { tasks: 2, steps: 4 };

/** How often each schedule came in so many runs. */
function ways(program: ToyProgram, runs: number): Map<string, number> {
  const found = new Map<string, number>();
  const scheduler = new Uniform(stream(1, 'uniform'));
  for (let run = 0; run < runs; run++) {
    const way = letters(runOnce(program, scheduler, expected));
    found.set(way, (found.get(way) ?? 0) + 1);
  }
  return found;
}

describe('a run at random', () => {
  it('makes each possible move as often as another', () => {
    const tasks = [0, 1].map((word) => once(count(word), count(word)));
    const found = ways(new ToyProgram({ words: 2, tasks }), 4000);
    // Two choices lead to AABB, three to ABAB.
    expect([...found.keys()].toSorted()).toEqual(['AABB', 'ABAB', 'ABBA', 'BAAB', 'BABA', 'BBAA']);
    expect(found.get('AABB')! / 4000).toBeCloseTo(1 / 4, 1);
    expect(found.get('ABAB')! / 4000).toBeCloseTo(1 / 8, 1);
  });

  it('makes none that is not possible', () => {
    const tasks = [0, 1].map(() => once(lock(0), unlock(0)));
    const found = ways(new ToyProgram({ words: 1, tasks }), 100);
    expect([...found.keys()].toSorted()).toEqual(['AABB', 'BBAA']);
  });

  it('ends where it is over', () => {
    const toy = {
      words: 1,
      tasks: [once(count(0), count(0))],
      isOver: (words: readonly number[]) => words[0] === 1,
    };
    expect([...ways(new ToyProgram(toy), 1).keys()]).toEqual(['A']);
  });

  it('is the same for the same seed', () => {
    const tasks = [0, 1, 2].map((word) => once(count(word), count(word), count(word)));
    const program = new ToyProgram({ words: 3, tasks });
    const [one, other, third] = [1, 1, 2].map((seed) =>
      letters(runOnce(program, new Uniform(stream(seed, 'run')), { tasks: 3, steps: 9 })),
    );
    expect(other).toBe(one);
    expect(third).not.toBe(one);
  });
});
