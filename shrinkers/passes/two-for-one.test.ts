import { describe, expect, it } from 'vitest';
import { type Case, proposals, shrunkBy, shrunkWithout, times } from '../../testing/shrinking.ts';
import { twoForOne } from './two-for-one.ts';

describe('two for one', () => {
  it('leaves out one command and replaces another by any that makes sense there', () => {
    expect(proposals(twoForOne, 'gp', 'work')).toEqual([
      ...anything, // for gp, without work
      ...anything, // for work, without gp
    ]);
  });

  it('is the only one to let one command do what two did together', () => {
    const openedTwiceAndNothingBound: Case = {
      trace: ['open p0 d0 -> f0', 'open p0 d0 -> f1', 'close p0 f0', 'close p0 f1', 'gp'],
      law: (c, s, ran) =>
        c.kind === 'gp' &&
        times(ran, 'open') === 2 &&
        s.handles.every((h) => h.live === 0) &&
        s.anyProcess(),
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
});

/** Every single command that makes sense at the start of a trace. */
const anything = [
  'open p0 d0 -> f0',
  'fork p0 -> p1',
  'exit p0',
  'exec p0',
  'alloc -> n0',
  'hotplug d0 remove',
  'gp',
  'work',
];
