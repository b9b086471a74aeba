import { describe, expect, it } from 'vitest';
import { type ShrinkingCase, proposals, shrunkBy, shrunkWithout } from '../../testing/shrinking.ts';
import { dropAndRefail } from './drop-and-refail.ts';

/** The bind behind a first open fails at its fifth allocation, that of a first one at its eighth. */
const secondOpen: ShrinkingCase = {
  trace: ['open p0 d0 -> f0', 'open p0 d0 -> f1 [allocation 5 fails]'],
  law: (c, _s, ran) => c.fails === (ran.length === 1 ? 8 : 5),
};

describe('drop and refail', () => {
  it('leaves out a command and lets another allocation fail', () => {
    expect(shrunkBy([dropAndRefail], secondOpen)).toEqual([
      'open p0 d0 -> f0 [allocation 8 fails]',
    ]);
  });

  it('has nothing to propose where nothing fails', () => {
    expect(proposals(dropAndRefail, 'open p0 d0 -> f0', 'exit p0')).toEqual([]);
  });

  it('is the only one to do so', () => {
    expect(shrunkWithout(dropAndRefail, secondOpen).length).toBe(2);
  });
});
