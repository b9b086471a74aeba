import { describe, expect, it } from 'vitest';
import { kernelWith } from '../../defects/identify.ts';
import { defects } from '../../defects/index.ts';
import { SimulatedKernel } from '../../implementation/kernel/simulated.ts';
import { reference } from '../../implementation/kernel/switches.ts';
import { findWorld } from '../../model/worlds.ts';
import { CommandSpace } from '../exhaustive/command-space.ts';
import { exploreSpace } from '../exhaustive/engine.ts';
import { agreesWithTheFastSearch } from './plain-search.contract.ts';
import { searchPlainly } from './plain-search.ts';
import { specification } from '../../properties/linux.ts';

const small = findWorld('sva-small');

function plain(depth: number, limit = Infinity) {
  return searchPlainly(
    specification,
    new SimulatedKernel('reference', reference),
    small,
    depth,
    limit,
  );
}

describe('the plain search', () => {
  it('finds the same states again: the levels, and the text of all of them', () => {
    expect(plain(2)).toEqual(plain(2));
  });

  it('has a digest that another depth and another kernel do not have', () => {
    const digests = [
      plain(1),
      plain(2),
      searchPlainly(specification, kernelWith(defects[0]!), small, 2, Infinity),
    ];
    expect(new Set(digests.map((search) => search!.digest)).size).toBe(3);
  });

  it('finds nothing broken on the reference', () => {
    expect(plain(3)!.breaks.size).toBe(0);
  });

  it('counts counters and generations too, so it has no fewer states than the fast one', () => {
    const space = new CommandSpace(
      specification,
      new SimulatedKernel('reference', reference),
      small,
      'none',
      () => true,
    );
    const fast = exploreSpace(space, { depth: 3, states: Infinity }).levels.map(
      ({ states }) => states,
    );
    const slow = plain(3)!.levels;
    expect(slow[0]).toBe(1);
    expect(slow.map((states, i) => states >= fast[i]!)).toEqual([true, true, true, true]);
  });

  it('gives up behind its limit', () => {
    const { levels } = plain(2)!;
    const states = levels.reduce((a, b) => a + b);
    expect(plain(2, states)).toBeDefined();
    expect(plain(2, states - 1)).toBeUndefined();
  });
});

agreesWithTheFastSearch(2);
