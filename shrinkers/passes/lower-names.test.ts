import { describe, expect, it } from 'vitest';
import { type Case, proposals, shrunkBy, shrunkWithout } from '../../testing/shrinking.ts';
import { lowerNames } from './lower-names.ts';

describe('lower names', () => {
  it('renames everything of each sort by its first appearance, and proposes nothing else', () => {
    expect(
      proposals(lowerNames, 'open p0 d1 -> f3', 'fork p0 -> p5', 'open p5 d0 -> f1', 'close p5 f3'),
    ).toEqual(['open p0 d0 -> f0; fork p0 -> p1; open p1 d1 -> f1; close p1 f0']);
  });

  it('lets p0 keep its name: it is there from the start', () => {
    expect(proposals(lowerNames, 'fork p0 -> p2', 'exit p2', 'exit p0')).toEqual([
      'fork p0 -> p1; exit p1; exit p0',
    ]);
  });

  it('is the only one to lower a name that is made in its command', () => {
    const anyOpen: Case = { trace: ['open p0 d1 -> f3'], law: (c) => c.kind === 'open' };
    expect(shrunkBy([lowerNames], anyOpen)).toEqual(['open p0 d0 -> f0']);
    expect(shrunkWithout(lowerNames, anyOpen)).toEqual(['open p0 d0 -> f3']);
  });
});
