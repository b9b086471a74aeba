import { describe, expect, it } from 'vitest';
import {
  type ShrinkingCase,
  everythingAnd,
  everythingOnce,
  includes,
  proposals,
  shrunkBy,
  shrunkWithout,
  times,
} from '../../testing/shrinking.ts';
import { dropName } from './drop-name.ts';

describe('drop a name', () => {
  it('leaves out everything about the one file that is not needed', () => {
    const exitsWithUnmapped: ShrinkingCase = {
      trace: ['open p0 d0 -> f0', 'mmap p0 f0 mmio', 'open p0 d0 -> f1', 'exit p0'],
      law: (c, s) =>
        c.kind === 'exit' &&
        s.sva.files.some(
          (f) => f.live !== 0 && s.sva.mappings.every((m) => m.live === 0 || m.file !== f.index),
        ),
    };
    expect(shrunkBy([dropName], exitsWithUnmapped)).toEqual(['open p0 d0 -> f0', 'exit p0']);
  });

  it('deletes all commands that mention a name, for each name', () => {
    expect(
      proposals(dropName, 'open p0 d0 -> f0', 'open p0 d1 -> f1', 'fork p0 -> p1', 'gp'),
    ).toEqual([
      'gp', // without p0
      'open p0 d1 -> f1; fork p0 -> p1; gp', // without d0
      'open p0 d1 -> f1; fork p0 -> p1; gp', // without f0
      'open p0 d0 -> f0; fork p0 -> p1; gp', // without d1
      'open p0 d0 -> f0; fork p0 -> p1; gp', // without f1
      'open p0 d0 -> f0; open p0 d1 -> f1; gp', // without p1
    ]);
  });

  it('is the only one to delete what is scattered over a long trace and must go at once', () => {
    // d1 has to be used three times, or not at all
    const needed = [...everythingOnce, 'exit p0'];
    const threeOrNone: ShrinkingCase = {
      trace: [
        ...everythingAnd({ 2: 'open p0 d1 -> f1', 5: 'open p0 d1 -> f2', 8: 'open p0 d1 -> f3' }),
        'exit p0',
      ],
      law: (_c, _s, ran) => includes(ran, needed) && [1, 4].includes(times(ran, 'open')),
    };
    expect(shrunkBy([dropName], threeOrNone)).toEqual(needed);
    expect(times(shrunkWithout(dropName, threeOrNone), 'open')).toBe(4);
  });
});
