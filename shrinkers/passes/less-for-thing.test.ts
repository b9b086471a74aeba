import { describe, expect, it } from 'vitest';
import {
  type ShrinkingCase,
  proposals,
  shrunkBy,
  shrunkWithout,
  times,
} from '../../testing/shrinking.ts';
import { lessForThing } from './less-for-thing.ts';

/** The last process exits, after two processes were bound, or one that was never more than one and something else that had a PASID. */
const exhausted: ShrinkingCase = {
  trace: ['fork p0 -> p1', 'open p1 d0 -> f0', 'open p0 d0 -> f1', 'exit p0', 'exit p1'],
  law(c, s, ran) {
    const openers = new Set(ran.filter((l) => l.startsWith('open')).map((l) => l.split(' ')[1]));
    const isLast = s.processes.filter(({ live }) => live !== 0).length === 1;
    if (c.kind !== 'exit' || !isLast) return false;
    return times(ran, 'fork') > 0
      ? openers.size > 1 && times(ran, 'alloc') === 0
      : openers.size > 0 && times(ran, 'alloc') > 0;
  },
};

/** A grace period and its worker, which a file of another process awaits as it is closed. */
const awaited: ShrinkingCase = {
  trace: ['open p0 d0 -> f0', 'fork p0 -> p1', 'open p1 d0 -> f1', 'close p1 f1'],
  law(c, _s, ran) {
    if (!ran.includes('open p0 d0 -> f0')) return false;
    return ran.at(-1) === 'close p1 f1' || (c.kind === 'work' && ran.at(-2) === 'gp');
  },
};

describe('less for a thing', () => {
  it('lets an object hold what a process held', () => {
    expect(shrunkBy([lessForThing], exhausted)).toEqual([
      'alloc -> n0',
      'open p0 d0 -> f0',
      'exit p0',
    ]);
  });

  it('issues what the call of another process awaited', () => {
    expect(shrunkBy([lessForThing], awaited)).toEqual(['open p0 d0 -> f0', 'gp', 'work']);
  });

  it('proposes fewer commands, and appends none that creates something', () => {
    const found = proposals(lessForThing, ...awaited.trace);
    expect(found).toContain('open p0 d0 -> f0; gp; work');
    expect(found).not.toContain('open p0 d0 -> f0; gp; fork p0 -> p1');
    for (const proposal of found) expect(proposal.split('; ').length).toBeLessThan(4);
  });

  it('leaves alone a thing with one command', () => {
    expect(proposals(lessForThing, 'open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0')).toEqual([]);
  });

  it('is the only one to do so', () => {
    expect(shrunkWithout(lessForThing, awaited).length).toBe(4);
  });
});
