import { describe, expect, it } from 'vitest';
import { type ShrinkingCase, proposals, shrunkBy, shrunkWithout } from '../../testing/shrinking.ts';
import { earlierFaults } from './earlier-faults.ts';

const failingOpen: ShrinkingCase = {
  trace: ['open p0 d0 -> f0 [allocation 7 fails]'],
  law: (c) => c.kind === 'open' && c.fails !== undefined,
};

describe('earlier faults', () => {
  it('lets the first allocation fail where any will do', () => {
    expect(shrunkBy([earlierFaults], failingOpen)).toEqual([
      'open p0 d0 -> f0 [allocation 1 fails]',
    ]);
  });

  it('tries the lowest first', () => {
    expect(proposals(earlierFaults, 'open p0 d0 -> f0 [allocation 3 fails]')).toEqual([
      'open p0 d0 -> f0 [allocation 1 fails]',
      'open p0 d0 -> f0 [allocation 2 fails]',
    ]);
  });

  it('is the only one to do so', () => {
    expect(shrunkWithout(earlierFaults, failingOpen)).toEqual(failingOpen.trace);
  });
});
