import { describe, expect, it } from 'vitest';
import { queue } from '../../model/sva/state.ts';
import {
  type ShrinkingCase,
  proposals,
  shrunkBy,
  shrunkWithout,
  times,
} from '../../testing/shrinking.ts';
import { coupleForThing } from './couple-for-thing.ts';

/** Beside a file that nobody started, another device was at work; or another file of this one came and went. */
const besideAnother: ShrinkingCase = {
  trace: ['open p0 d0 -> f0', 'open p0 d1 -> f1', 'start p0 f1', 'dma f1', 'exit p0'],
  law(c, s, ran) {
    if (c.kind !== 'exit' || !s.sva.files.some((f) => f.live !== 0 && f.queue === queue.init))
      return false;
    return ran.some((line) => line.includes('d1'))
      ? times(ran, 'dma') > 0
      : times(ran, 'open') === 2 && times(ran, 'close') === 1;
  },
};

describe('a couple for a thing', () => {
  it('lets a file come and go instead of one that was used', () => {
    expect(shrunkBy([coupleForThing], besideAnother)).toEqual([
      'open p0 d0 -> f0',
      'open p0 d0 -> f1',
      'close p0 f1',
      'exit p0',
    ]);
  });

  it('leaves out everything about one thing and puts two commands about another in its place', () => {
    const found = proposals(coupleForThing, ...besideAnother.trace);
    expect(found).toContain('open p0 d0 -> f0; fork p0 -> p1; exit p1; exit p0');
    expect(found).toContain('alloc -> n0; free n0; open p0 d0 -> f0; exit p0');
    for (const proposal of found) expect(proposal.split('; ').length).toBe(4);
  });

  it('leaves alone what the last command needs, and what takes no more than two commands', () => {
    const [, ...rest] = besideAnother.trace;
    expect(proposals(coupleForThing, ...rest.slice(0, 3))).toEqual([]);
    expect(proposals(coupleForThing, ...rest.slice(0, 2), 'exit p0')).toEqual([]);
  });

  it('is the only one to do so', () => {
    expect(shrunkWithout(coupleForThing, besideAnother)).toEqual([
      'open p0 d0 -> f0',
      'open p0 d1 -> f1',
      'start p0 f0',
      'dma f0',
      'exit p0',
    ]);
  });
});
