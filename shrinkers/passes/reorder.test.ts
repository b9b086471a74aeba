import { describe, expect, it } from 'vitest';
import {
  type ShrinkingCase,
  includes,
  proposals,
  shrunkBy,
  shrunkWithout,
} from '../../testing/shrinking.ts';
import { reorder } from './reorder.ts';

describe('reorder', () => {
  it('is the only one to put the plainer of two independent commands first', () => {
    const both: ShrinkingCase = {
      trace: ['fork p0 -> p1', 'open p0 d0 -> f0'],
      law: (_c, _s, ran) => includes(ran, ['fork p0 -> p1']) && includes(ran, ['open p0 d0 -> f0']),
    };
    expect(shrunkBy([reorder], both)).toEqual(['open p0 d0 -> f0', 'fork p0 -> p1']);
    expect(shrunkWithout(reorder, both)).toEqual(both.trace);
  });

  it('moves one command to each earlier place', () => {
    expect(proposals(reorder, 'open p0 d0 -> f0', 'gp', 'work')).toEqual([
      'gp; open p0 d0 -> f0; work',
      'work; open p0 d0 -> f0; gp',
      'open p0 d0 -> f0; work; gp',
    ]);
  });

  it('keeps an order that matters', () => {
    const afterFork: ShrinkingCase = {
      trace: ['fork p0 -> p1', 'open p0 d0 -> f0'],
      law: (c, s) => c.kind === 'open' && s.process(1) !== undefined,
    };
    expect(shrunkBy([reorder], afterFork)).toEqual(afterFork.trace);
  });
});
