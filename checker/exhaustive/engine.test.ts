import { describe, expect, it } from 'vitest';
import { manager, TwoPhaseCommit } from '../../testing/two-phase-commit.ts';
import { exploreSpace } from './engine.ts';
import type { Space } from './space.ts';

const whole = { depth: Infinity, states: Infinity };

describe('two-phase commit', () => {
  it.each([
    { managers: 3, states: 288 },
    { managers: 5, states: 8832 },
  ])('with $managers resource managers has $states states', ({ managers, states }) => {
    const found = exploreSpace(new TwoPhaseCommit(managers), whole);
    expect(found).toMatchObject({ states, ended: 'whole space', found: [] });
    expect(found.levels.reduce((sum, level) => sum + level.states, 0)).toBe(states);
  });

  it('has as many states in whichever order they are expanded', () => {
    const depthFirst = exploreSpace(new TwoPhaseCommit(4), { ...whole, order: 'depth first' });
    expect(depthFirst.states).toBe(exploreSpace(new TwoPhaseCommit(4), whole).states);
  });

  it('with 5 resource managers has 665 if they are taken as alike by sorting their states', () => {
    // Managers in the same state keep their order, whatever was said and heard of them, so not all that
    // are alike are seen to be; how many depends on which come first.
    const space = new TwoPhaseCommit(5, 'by state');
    expect(exploreSpace(space, { ...whole, order: 'depth first' }).states).toBe(665);
    expect(exploreSpace(space, whole).states).toBe(508);
  });

  it('with 5 resource managers has 314 up to exchanging them, in whichever order', () => {
    const space = new TwoPhaseCommit(5, 'exactly');
    expect(exploreSpace(space, whole).states).toBe(314);
    expect(exploreSpace(space, { ...whole, order: 'depth first' }).states).toBe(314);
  });

  it('never has one manager committed and another aborted', () => {
    expect(exploreSpace(new TwoPhaseCommit(3, 'no', mixed), whole).found).toEqual([]);
  });
});

describe('what is looked for', () => {
  it('is found on a shortest way: 3 prepare, 3 are heard, one decision, 3 commit', () => {
    const { found, ended, levels } = exploreSpace(new TwoPhaseCommit(3, 'no', allCommitted), whole);
    expect(ended).toBe('found');
    expect(found.map((way) => way.length)).toEqual([10]);
    expect(levels.at(-1)!.depth).toBe(10);
  });

  it('is found at the same depth where what is alike is taken for one', () => {
    const { found } = exploreSpace(new TwoPhaseCommit(3, 'exactly', allCommitted), whole);
    expect(found.map((way) => way.length)).toEqual([10]);
  });

  it('can be the initial state', () => {
    const { found } = exploreSpace(new TwoPhaseCommit(2, 'no', () => true), whole);
    expect(found).toEqual([[]]);
  });

  it('is told only when its level is complete, with every way of that length', () => {
    const space = new Grid(4, (x, y) => x + y === 3);
    const { found, levels } = exploreSpace(space, whole);
    expect(found.length).toBe(4);
    expect(levels.map((level) => level.states)).toEqual([1, 2, 3, 4]);
  });
});

describe('a bound', () => {
  it('of levels ends the search behind the last', () => {
    const { ended, levels, states } = exploreSpace(new Grid(9), { depth: 2, states: Infinity });
    expect(ended).toBe('depth');
    expect(levels).toEqual([
      { depth: 0, states: 1 },
      { depth: 1, states: 2 },
      { depth: 2, states: 3 },
    ]);
    expect(states).toBe(6);
  });

  it('that is just deep enough is not known to be: the last level has not been expanded', () => {
    expect(exploreSpace(new Grid(2), { depth: 2, states: Infinity }).ended).toBe('depth');
    expect(exploreSpace(new Grid(2), { depth: 3, states: Infinity }).ended).toBe('whole space');
  });

  it('of states ends the search', () => {
    const { ended, states } = exploreSpace(new Grid(100), { depth: Infinity, states: 50 });
    expect(ended).toBe('states');
    expect(states).toBeLessThan(60);
  });

  it('can be a clock', () => {
    let asked = 0;
    const { ended } = exploreSpace(new Grid(100), { ...whole, goOn: () => ++asked < 3 });
    expect(ended).toBe('stopped');
  });
});

function mixed(managers: Int32Array): boolean {
  return managers.includes(manager.committed) && managers.includes(manager.aborted);
}

function allCommitted(managers: Int32Array): boolean {
  return managers.every((m) => m === manager.committed);
}

/** A walk on a square grid from one corner to the other. */
class Grid implements Space {
  readonly size = 2;
  readonly #side: number;
  readonly #sought: (x: number, y: number) => boolean;
  readonly #at = new Int32Array(2);

  constructor(side: number, sought: (x: number, y: number) => boolean = () => false) {
    this.#side = side;
    this.#sought = sought;
  }

  start(): void {
    this.#at.fill(0);
  }

  save(into: Int32Array): void {
    into.set(this.#at);
  }

  load(from: Int32Array): void {
    this.#at.set(from);
  }

  moves(): readonly number[] {
    return [0, 1].filter((axis) => this.#at[axis]! < this.#side - 1);
  }

  step(axis: number) {
    this.#at[axis]!++;
    return { went: 'on', isSought: false } as const;
  }

  key() {
    return { form: this.#at, length: 2 };
  }

  judge(): boolean {
    return this.#sought(this.#at[0]!, this.#at[1]!);
  }
}
