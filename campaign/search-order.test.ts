import { describe, expect, it } from 'vitest';
import { shortestBreaks } from '../checker/exhaustive/shortest.ts';
import type { Finding } from '../checker/finding.ts';
import { searchAtRandom } from '../checker/random.ts';
import { findWorld } from '../model/worlds.ts';
import {
  type ExhaustiveWay,
  exhaustiveSearch,
  type RandomWay,
  randomSearch,
} from './search-order.ts';

/** As another machine reads it. */
function sent<T>(order: T): T {
  return JSON.parse(JSON.stringify(order)) as T;
}

const grading = { states: 50, certified: 50, subsequences: 50, schedules: 50 };

const random = {
  kernel: 'linux-5.18-rc1',
  world: findWorld('sva-small'),
  law: 'pasid-uniqueness',
  way: {
    kind: 'random',
    seed: 7,
    runs: 200,
    first: false,
    faults: false,
    grading,
  } satisfies RandomWay,
} as const;

function findingsOf(order: typeof random): Finding[] {
  const findings: Finding[] = [];
  const { mayDraw, ...search } = randomSearch(order);
  searchAtRandom({
    ...search,
    goOn: ({ traces }) => mayDraw(traces),
    onFinding: (finding) => void findings.push(finding),
  });
  return findings;
}

const exhaustive = {
  kernel: 'reference',
  switches: ['pasidFreeAt=mmput'],
  world: findWorld('sva-small'),
  way: {
    kind: 'exhaustive',
    depth: 4,
    states: 600,
    symmetry: 'names',
    faults: false,
    all: false,
  } satisfies ExhaustiveWay,
} as const;

describe('the order of a search', () => {
  it('is data: a random search finds the same wherever it is read', () => {
    const here = findingsOf(random);
    expect(here.length).toBeGreaterThan(0);
    expect(findingsOf(sent(random))).toEqual(here);
    expect(here.every(({ law }) => law === 'pasid-uniqueness')).toBe(true);
  });

  it('is data: so does an exhaustive one, in a kernel with a switch', () => {
    const here = shortestBreaks(exhaustiveSearch(exhaustive));
    expect(here.shortest.length).toBeGreaterThan(0);
    expect(shortestBreaks(exhaustiveSearch(sent(exhaustive))).shortest).toEqual(here.shortest);
  });
});
