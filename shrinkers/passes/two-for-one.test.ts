import { describe, expect, it } from 'vitest';
import {
  type ShrinkingCase,
  proposals,
  shrunkBy,
  shrunkWithout,
  times,
} from '../../testing/shrinking.ts';
import { twoForOne } from './two-for-one.ts';

describe('two for one', () => {
  it('is the only one to let one command do what two did together', () => {
    const openedTwiceAndNothingBound: ShrinkingCase = {
      trace: ['open p0 d0 -> f0', 'open p0 d0 -> f1', 'close p0 f0', 'close p0 f1', 'gp'],
      law: (c, s, ran) =>
        c.kind === 'gp' &&
        times(ran, 'open') === 2 &&
        s.sva.handles.every((h) => h.live === 0) &&
        !s.isOver(),
    };
    expect(shrunkBy([twoForOne], openedTwiceAndNothingBound)).toEqual([
      'open p0 d0 -> f0',
      'open p0 d0 -> f1',
      'exec p0',
      'gp',
    ]);
    expect(shrunkWithout(twoForOne, openedTwiceAndNothingBound)).toEqual(
      openedTwiceAndNothingBound.trace,
    );
  });

  it('leaves out one command and replaces another by any that is about what they share', () => {
    expect(proposals(twoForOne, 'fork p0 -> p1', 'gp', 'fork p0 -> p2')).toEqual([
      // for p0’s two forks
      'gp; open p0 d0 -> f0',
      'gp; fork p0 -> p2',
      'gp; exit p0',
      'gp; exec p0',
      'gp; alloc -> n0',
      'gp; clone p0 -> p2',
    ]);
  });

  it('has nothing to say to commands that share no name', () => {
    expect(proposals(twoForOne, 'gp', 'work')).toEqual([]);
    expect(proposals(twoForOne, 'gp')).toEqual([]);
  });
});
